import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { S2 } from "s2kit";
import { expect, test } from "vitest";
import { type S2Lite, startS2Lite } from "../../src/servers/index.js";
import { describeOnLite } from "../lite/describe-on-lite.js";

describeOnLite("a server that is killed and started again on its storage, twice", () => {
  test("keeps every acknowledged record and the fencing token; sessions go on as if nothing had happened", {
    timeout: 120_000,
  }, async () => {
    const localRoot = await mkdtemp(join(tmpdir(), "s2kit-restart-"));
    let server: S2Lite = await startS2Lite({ localRoot });
    const { port, url } = server;
    await using s2 = new S2({
      accessToken: "token",
      endpoints: url,
      retry: { maxAttempts: Number.POSITIVE_INFINITY, maxDelayMs: 200 },
    });
    try {
      await s2.basins.create({ basin: "restart-basin" });
      await s2.basin("restart-basin").streams.create({ stream: "s" });
      const stream = s2.basin("restart-basin").stream("s");
      await stream.fence("mine");
      await using reader = stream.readSession({ ignoreCommandRecords: true });
      const records = reader[Symbol.asyncIterator]();
      await using writer = stream.appendSession();
      const seen: (string | undefined)[] = [];
      const append = async (body: string): Promise<void> => {
        await (await writer.submit([{ body }], { fencingToken: "mine" })).ack();
        seen.push((await records.next()).value?.text());
      };
      await append("before");
      for (const body of ["after the first", "after the second"]) {
        server.signal("SIGKILL");
        await server.exit;
        // What is submitted while nobody is there waits for who comes.
        const appended = append(body);
        server = await startS2Lite({ localRoot, port });
        await appended;
      }
      expect(seen).toEqual(["before", "after the first", "after the second"]);
      expect(reader.position).toBe(4);
      const refused = stream.append({ body: "x" }, { fencingToken: "theirs", retry: "never" });
      await expect(refused).rejects.toMatchObject({ code: "fencing_token_mismatch", expectedFencingToken: "mine" });
      expect((await stream.checkTail()).seqNum).toBe(4);
    } finally {
      await server.stop("SIGKILL");
      await rm(localRoot, { recursive: true, force: true });
    }
  });
});
