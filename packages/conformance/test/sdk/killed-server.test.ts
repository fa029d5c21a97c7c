import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BatchTicket, checkBatch, S2 } from "s2kit";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startS2Lite } from "../../src/servers/index.js";
import { describeOnLite } from "../lite/describe-on-lite.js";

const BATCHES = 240;
const RECORDS_PER_BATCH = 3;
const TOKEN = "the-writer";
/** After so many acknowledgements the server is killed. */
const KILLS = [60, 150] as const;

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "s2kit-killed-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describeOnLite("a server that is killed", () => {
  test("loses nothing acknowledged, doubles nothing and keeps the fencing token when it is started again, twice", async () => {
    let server = await startS2Lite({ localRoot: folder });
    const { port, url } = server;
    let restarting: Promise<void> | undefined;
    try {
      await using s2 = new S2({ accessToken: "any", endpoints: url, retry: { maxAttempts: 200, maxDelayMs: 100 } });
      await s2.basins.create({ basin: "killed-server" });
      await s2.basin("killed-server").streams.create({ stream: "records" });
      const stream = s2.basin("killed-server").stream("records");
      await stream.fence(TOKEN);

      const restart = async (): Promise<void> => {
        await server.stop("SIGKILL");
        server = await startS2Lite({ localRoot: folder, port });
      };
      const session = stream.appendSession({ delivery: "exactly-once", maxInflightBatches: 8, ackTimeoutMs: 5_000 });
      const tickets: BatchTicket[] = [];
      let acked = 0;
      const kills: number[] = [...KILLS];
      for (let batch = 0; batch < BATCHES; batch++) {
        const records = Array.from({ length: RECORDS_PER_BATCH }, (_, index) => ({ body: `${batch}/${index}` }));
        const ticket = await session.submitBatch(checkBatch(records, { fencingToken: TOKEN }));
        tickets.push(ticket);
        void ticket.ack().then(() => {
          if (++acked !== kills[0]) return;
          kills.shift();
          restarting = restart();
        });
      }
      await session.close();
      await restarting;
      expect(kills).toEqual([]);

      const places = await Promise.all(tickets.map(async (ticket) => (await ticket.ack()).start.seqNum));
      expect(places).toEqual(tickets.map((_, batch) => 1 + batch * RECORDS_PER_BATCH));
      const bodies: string[] = [];
      for await (const record of stream.readSession({ from: { seqNum: 0 }, stopAtTail: true }))
        bodies.push(record.text());
      expect(bodies).toEqual([
        TOKEN,
        ...tickets.flatMap((_, batch) => Array.from({ length: RECORDS_PER_BATCH }, (__, index) => `${batch}/${index}`)),
      ]);
      await expect(stream.append({ body: "x" }, { fencingToken: "another" })).rejects.toMatchObject({
        code: "fencing_token_mismatch",
        maybeApplied: false,
      });
    } finally {
      await restarting?.catch(() => undefined);
      await server.stop("SIGKILL");
    }
  });
});
