import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** Passes bytes between clients and a server, as they are taken, and counts them. */
export interface Relay extends AsyncDisposable {
  readonly url: string;
  /** Bytes from the server that came in here. */
  readonly bytesFromServer: number;
  /** Connections that carried a request and are still there. Node's `fetch` makes a spare one when a request is dropped. */
  readonly open: number;
  /** From now on nothing that is sent on the connections there are passes in either direction, and they stay. */
  freeze(): void;
  /** Waits until bytes have come and no more do: the server has none, or nobody takes them. */
  quiet(): Promise<void>;
}

export async function startRelay(targetPort: number): Promise<Relay> {
  const sockets = new Set<Socket>();
  const clients = new Set<Socket>();
  let bytesFromServer = 0;
  const listener = createServer((client) => {
    const server = connect(targetPort, "127.0.0.1");
    client.once("data", () => clients.add(client));
    for (const [socket, peer] of [
      [client, server],
      [server, client],
    ] as const) {
      sockets.add(socket);
      socket.on("error", () => peer.destroy());
      socket.once("close", () => {
        sockets.delete(socket);
        clients.delete(socket);
        peer.destroy();
      });
    }
    server.on("data", (chunk) => {
      bytesFromServer += chunk.byteLength;
    });
    client.pipe(server);
    server.pipe(client);
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(listener.address() as AddressInfo).port}`,
    get bytesFromServer() {
      return bytesFromServer;
    },
    get open() {
      return clients.size;
    },
    freeze() {
      for (const socket of sockets) socket.unpipe().resume();
    },
    async quiet() {
      for (let before = -1; before <= 0 || before !== bytesFromServer; ) {
        before = bytesFromServer;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => listener.close(resolve));
      // A connection that was about to be accepted comes still.
      listener.on("connection", (client) => client.destroy());
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
