import { createServer, type IncomingMessage } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";

/** How the proxy treats those who ask. */
export interface ConnectProxyOptions {
  /** `user:password` that has to be presented; otherwise the answer is 407. Nothing is asked for by default. */
  credentials?: string | undefined;
  /** The answer to every request in place of a tunnel; `"silence"` takes the request and never answers. */
  refuse?: number | "silence" | undefined;
}

/** A running HTTP proxy that knows CONNECT only. */
export interface ConnectProxy extends AsyncDisposable {
  /** `http://host:port`, without credentials. */
  readonly url: string;
  readonly port: number;
  /** What tunnels were asked for, as `host:port`, in order; refused ones too. */
  readonly asked: readonly string[];
  /** Connections that are open on either side. */
  readonly openSockets: number;
  /** Cuts every tunnel; the proxy goes on. */
  cut(): void;
}

/** Starts a proxy on a free port of this machine. */
export async function startConnectProxy(options: ConnectProxyOptions = {}): Promise<ConnectProxy> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const track = (socket: Socket): void => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.once("close", () => sockets.delete(socket));
  };
  const server = createServer((_request, response) => response.writeHead(405).end());
  server.on("connection", track);
  server.on("connect", (request: IncomingMessage, client: Socket, head: Buffer) => {
    const authority = request.url ?? "";
    asked.push(authority);
    if (options.refuse === "silence") return void client.resume().once("end", () => client.destroy());
    const status = options.refuse ?? (isKnown(request, options.credentials) ? undefined : 407);
    if (status !== undefined) return void client.end(`HTTP/1.1 ${status} Refused\r\ncontent-length: 0\r\n\r\n`);
    const { hostname, port } = new URL(`http://${authority}`);
    const upstream = connect(Number(port || 80), hostname.replace(/^\[|\]$/g, ""));
    track(upstream);
    upstream.once("connect", () => {
      client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      upstream.write(head);
      upstream.pipe(client).pipe(upstream);
    });
    upstream.once("close", () => client.destroy());
    client.once("close", () => upstream.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    asked,
    get openSockets() {
      return sockets.size;
    },
    cut,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      cut();
      await closed;
    },
  };
}

function isKnown({ headers }: IncomingMessage, credentials: string | undefined): boolean {
  if (credentials === undefined) return true;
  return headers["proxy-authorization"] === `Basic ${Buffer.from(credentials).toString("base64")}`;
}
