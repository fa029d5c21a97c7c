import { S2, type TransportName } from "s2kit";
import { startTcpProxy, type TcpProxy } from "../tools/index.js";
import { hastyClient } from "./patience.js";

/** Clients that share one way to the server. What happens to the way happens to all of them, and to nobody else. */
export class Lane implements AsyncDisposable {
  readonly proxy: TcpProxy;
  readonly #clients = new Map<TransportName, S2>();

  private constructor(proxy: TcpProxy) {
    this.proxy = proxy;
  }

  static async to(port: number): Promise<Lane> {
    return new Lane(await startTcpProxy({ targetPort: port }));
  }

  /** The client of this lane for a transport. */
  client(transport: TransportName): S2 {
    const client = this.#clients.get(transport) ?? new S2({ ...hastyClient(this.proxy.url), transport });
    this.#clients.set(transport, client);
    return client;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#clients.values()].map((client) => client.close()));
    await this.proxy.close();
  }
}
