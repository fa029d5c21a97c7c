import { startServer } from "@s2kit/server";
import { afterAll, beforeAll, describe } from "vitest";
import { findS2Lite, startS2Lite } from "../../src/servers/index.js";

/** A server under test: where it is, how to stop it. */
interface ServerUnderTest {
  readonly url: string;
  readonly port: number;
  stop(): Promise<unknown>;
}

const lite = await findS2Lite();
const liteRequired = process.env["S2KIT_LITE"] === "required";

const SERVERS: readonly { readonly name: string; readonly skip: boolean; start(): Promise<ServerUnderTest> }[] = [
  {
    name: "embedded",
    skip: false,
    async start() {
      const server = await startServer();
      return { url: server.url, port: server.port, stop: () => server.close() };
    },
  },
  {
    name: "s2 lite",
    skip: lite === undefined && !liteRequired,
    async start() {
      const server = await startS2Lite({ binary: lite });
      return { url: server.url, port: server.port, stop: () => server.stop("SIGKILL") };
    },
  },
];

/** Runs the same tests against the embedded server and against `s2 lite`. */
export function describeOnEachServer(tests: (server: () => ServerUnderTest) => void): void {
  for (const { name, skip, start } of SERVERS) {
    describe.skipIf(skip)(`on ${name}`, () => {
      let running: ServerUnderTest | undefined;
      beforeAll(async () => {
        running = await start();
      }, 60_000);
      afterAll(() => running?.stop());
      tests(() => running as ServerUnderTest);
    });
  }
}
