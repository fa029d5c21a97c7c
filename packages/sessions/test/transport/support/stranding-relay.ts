import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/**
 * Passes bytes between clients and a server, until it is told to hold back what clients send. What was held back can
 * arrive later, when the client has long taken its connection for dead.
 */
export interface StrandingRelay extends AsyncDisposable {
  readonly url: string;
  /** Bytes that are held back. */
  readonly heldBytes: number;
  /** From now on what clients send is held back, on every connection. */
  hold(): void;
  /**
   * Cuts the connections that hold something back, for their clients only: the server still waits on its end.
   * New connections hold back too if `andHold` says so; otherwise they pass everything on.
   */
  strand(andHold?: boolean): void;
  /** Lets what was held back by stranded connections arrive. */
  land(): void;
  /** New connections, and those that were not stranded, pass on again. */
  pass(): void;
}

interface Lane {
  readonly client: Socket;
  readonly server: Socket;
  held: Buffer[];
  stranded: boolean;
}

export async function startStrandingRelay(targetPort: number): Promise<StrandingRelay> {
  const lanes = new Set<Lane>();
  let holding = false;
  const listener = createServer((client) => {
    const server = connect(targetPort, "127.0.0.1");
    const lane: Lane = { client, server, held: [], stranded: false };
    lanes.add(lane);
    client.on("data", (bytes) => {
      if (holding || lane.held.length > 0) lane.held.push(bytes);
      else server.write(bytes);
    });
    server.on("data", (bytes) => client.write(bytes));
    for (const socket of [client, server]) socket.on("error", () => undefined);
    client.once("close", () => lane.stranded || server.destroy());
    server.once("close", () => {
      client.destroy();
      lanes.delete(lane);
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const deliver = (lane: Lane): void => {
    for (const bytes of lane.held.splice(0)) lane.server.write(bytes);
  };
  return {
    url: `http://127.0.0.1:${(listener.address() as AddressInfo).port}`,
    get heldBytes() {
      return [...lanes].reduce((sum, { held }) => sum + held.reduce((bytes, piece) => bytes + piece.length, 0), 0);
    },
    hold() {
      holding = true;
    },
    strand(andHold = false) {
      holding = andHold;
      for (const lane of lanes) {
        if (lane.held.length === 0) continue;
        lane.stranded = true;
        lane.client.destroy();
      }
    },
    land() {
      for (const lane of lanes) if (lane.stranded) deliver(lane);
    },
    pass() {
      holding = false;
      for (const lane of lanes) if (!lane.stranded) deliver(lane);
    },
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => listener.close(resolve));
      for (const { client, server } of lanes) {
        client.destroy();
        server.destroy();
      }
      await closed;
    },
  };
}
