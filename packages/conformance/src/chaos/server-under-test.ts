import { type FaultScript, startServer } from "@s2kit/server";
import { findS2Lite, startS2Lite } from "../servers/index.js";
import type { ServerName } from "./chaos-options.js";

/** A server to be troubled. */
export interface ServerUnderTest {
  readonly port: number;
  readonly url: string;
  /** Only the embedded server breaks things on its own. */
  readonly script: FaultScript | undefined;
  stop(): Promise<unknown>;
}

/** Starts a server on a free port, with nothing on it. Rejects when there is no binary of `s2 lite`. */
export async function startServerUnderTest(name: ServerName): Promise<ServerUnderTest> {
  if (name === "embedded") {
    const server = await startServer();
    return { port: server.port, url: server.url, script: server.faults, stop: () => server.close() };
  }
  const server = await startS2Lite({ binary: await findS2Lite() });
  return { port: server.port, url: server.url, script: undefined, stop: () => server.stop("SIGKILL") };
}
