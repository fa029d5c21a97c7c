import { readFileSync } from "node:fs";
import { startServer } from "@s2kit/server";
import { S2 } from "s2kit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findS2Lite, peerCertificate, startS2Lite } from "../../src/servers/index.js";

const pem = (name: string): string =>
  readFileSync(new URL(`../../../../test/fixtures/tls/${name}.pem`, import.meta.url), "utf8");

interface SecureServer {
  readonly url: string;
  /** What to trust. */
  readonly ca: string;
  stop(): Promise<unknown>;
}

const lite = await findS2Lite();

const SERVERS = [
  {
    name: "the embedded server",
    skip: false,
    async start(): Promise<SecureServer> {
      const server = await startServer({ tls: { cert: pem("server"), key: pem("server-key") } });
      return { url: server.url, ca: pem("ca"), stop: () => server.close() };
    },
  },
  {
    name: "s2 lite --tls-self",
    skip: lite === undefined && process.env["S2KIT_LITE"] !== "required",
    async start(): Promise<SecureServer> {
      const server = await startS2Lite({ binary: lite, selfSigned: true });
      return { url: server.url, ca: await peerCertificate(server.port), stop: () => server.stop("SIGKILL") };
    },
  },
];

for (const { name, skip, start } of SERVERS) {
  describe.skipIf(skip)(`over TLS, on ${name}`, () => {
    let server!: SecureServer;
    beforeAll(async () => {
      server = await start();
    }, 60_000);
    afterAll(() => server?.stop());

    test.each(["http2", "fetch", "sse"] as const)("everything works with its CA, %s", async (transport) => {
      const { url, ca } = server;
      await using s2 = new S2({
        accessToken: "any",
        endpoints: url,
        connection: { ca },
        transport,
        compression: "gzip",
      });
      const basin = `tls-${transport}-${process.pid}`;
      await s2.basins.create({ basin });
      await s2.basin(basin).streams.create({ stream: "records" });
      const stream = s2.basin(basin).stream("records");
      await stream.append([{ body: "x".repeat(100_000) }]);
      await using session = stream.appendSession({ delivery: "exactly-once" });
      for (let batch = 1; batch <= 30; batch++) await session.submit([{ body: `${batch}` }]);
      await session.flush();
      const lengths: number[] = [];
      for await (const record of stream.readSession({ from: { seqNum: 0 }, stopAtTail: true })) {
        lengths.push(record.text().length);
      }
      expect(lengths).toEqual([100_000, ...Array.from({ length: 30 }, (_, batch) => `${batch + 1}`.length)]);
      expect((await stream.read({ from: { seqNum: 0 } })).records[0]?.text()).toHaveLength(100_000);
      expect((await stream.checkTail()).seqNum).toBe(31);
    });

    test("nothing is sent to a server that the CA did not vouch for", async () => {
      await using s2 = new S2({ accessToken: "secret", endpoints: server.url, connection: { ca: pem("other-ca") } });
      await expect(s2.basins.list()).rejects.toMatchObject({
        code: "connection_failed",
        retryable: false,
        maybeApplied: false,
        request: { method: "GET" },
      });
    });
  });
}
