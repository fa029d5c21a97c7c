import { type CompressionOption, S2, type TransportName } from "s2kit";
import { startTcpProxy, type TcpProxy } from "../tools/index.js";
import { hastyClient } from "./patience.js";

/** Clients that share one way to the server. What happens to the way happens to all of them, and to nobody else. */
export class Lane implements AsyncDisposable {
  readonly proxy: TcpProxy;
  readonly #compression: CompressionOption;
  readonly #clients = new Map<TransportName, S2>();

  private constructor(proxy: TcpProxy, compression: CompressionOption) {
    this.proxy = proxy;
    this.#compression = compression;
  }

  static async to(port: number, compression: CompressionOption = "none"): Promise<Lane> {
    return new Lane(await startTcpProxy({ targetPort: port }), compression);
  }

  /** The client of this lane for a transport. */
  client(transport: TransportName): S2 {
    const options = { ...hastyClient(this.proxy.url), transport, compression: this.#compression };
    const client = this.#clients.get(transport) ?? new S2(options);
    this.#clients.set(transport, client);
    return client;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#clients.values()].map((client) => client.close()));
    await this.proxy.close();
  }
}
