import { createServer, type Http2Server, type ServerHttp2Session, type ServerHttp2Stream } from "node:http2";
import type { AddressInfo, Socket } from "node:net";
import { S2Error } from "@s2kit/core";
import type { SessionTarget } from "../../../src/transport/target.js";

/** An HTTP/2 server that answers byte for byte as a test says. */
export interface RawServer extends AsyncDisposable {
  readonly port: number;
  readonly target: SessionTarget;
  readonly sessions: ServerHttp2Session[];
  /** The TCP connections under them. */
  readonly sockets: ReadonlySet<Socket>;
}

export async function startRawServer(
  onStream: (stream: ServerHttp2Stream, session: ServerHttp2Session) => void,
  settings: { readonly maxConcurrentStreams?: number } = {},
): Promise<RawServer> {
  const sessions: ServerHttp2Session[] = [];
  const sockets = new Set<Socket>();
  const server: Http2Server = createServer({ settings });
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  server.on("session", (session) => {
    sessions.push(session);
    session.on("error", () => undefined);
  });
  server.on("stream", (stream) => {
    stream.on("error", () => undefined);
    onStream(stream, stream.session as ServerHttp2Session);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    sessions,
    sockets,
    target: targetAt(port),
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A target for a server on a port of this machine. */
export function targetAt(port: number): SessionTarget {
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    query: "",
    recordsPath: "/streams/s/records",
    headers: async () => ({ authorization: "Bearer token", "s2-basin": "some-basin" }),
    accepted: () => undefined,
    judgeError: (error) => error,
  };
}

/** Waits for the first call of a listener's `failed`. */
export class FirstFailure {
  #settle!: (error: S2Error) => void;
  readonly error: Promise<S2Error> = new Promise((resolve) => {
    this.#settle = resolve;
  });

  readonly failed = (error: S2Error): void => {
    if (S2Error.is(error)) this.#settle(error);
  };
}
