import { createServer as createHttp1, type ServerResponse } from "node:http";
import { createServer as createHttp2, type Http2ServerResponse } from "node:http2";
import type { AddressInfo, Socket } from "node:net";

/** An answer to whatever is asked. */
export interface RawAnswer {
  readonly status: number;
  readonly type?: string | undefined;
  /** The body, each piece sent by itself. */
  readonly pieces?: readonly string[] | undefined;
  /** Cuts the connection behind the pieces, in place of ending the answer. */
  readonly cut?: boolean | undefined;
}

/** A server that gives one answer to everything, over HTTP/1.1 or HTTP/2 without TLS. */
export async function answeringServer(
  protocol: "h1" | "h2",
  answer: RawAnswer,
): Promise<AsyncDisposable & { readonly url: string; readonly asked: () => number }> {
  let asked = 0;
  const sockets = new Set<Socket>();
  const respond = (request: { resume(): void }, response: ServerResponse | Http2ServerResponse): void => {
    asked++;
    request.resume();
    void give(answer, response as ServerResponse, () => {
      for (const socket of sockets) socket.destroy();
    });
  };
  const server = protocol === "h1" ? createHttp1(respond) : createHttp2(respond);
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
  });
  server.on("sessionError", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: () => asked,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function give(
  { status, type, pieces = [], cut }: RawAnswer,
  response: ServerResponse,
  drop: () => void,
): Promise<void> {
  response.on("error", () => undefined);
  const length = cut ? { "content-length": 10_000 } : {};
  response.writeHead(status, { ...(type === undefined ? {} : { "content-type": type }), ...length });
  for (const piece of pieces) {
    await new Promise<void>((resolve) => response.write(piece, () => resolve()));
    await nextTurns();
  }
  if (cut) drop();
  else response.end();
}

/** Lets what was written leave by itself. */
async function nextTurns(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}
