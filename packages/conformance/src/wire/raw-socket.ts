import { connect, type Socket } from "node:net";
import { within } from "./within.js";

/** A bare TCP connection, for bytes that no HTTP client would send, and to see when the server closes. */
export class RawSocket {
  readonly #socket: Socket;
  #received: Buffer = Buffer.alloc(0);
  #closed = false;
  #onChange: () => void = () => undefined;

  constructor(baseUrl: string) {
    const { hostname, port } = new URL(baseUrl);
    this.#socket = connect({ host: hostname, port: Number(port), noDelay: true, allowHalfOpen: true });
    this.#socket.on("data", (bytes) => {
      this.#received = Buffer.concat([this.#received, bytes]);
      this.#onChange();
    });
    for (const event of ["end", "close"] as const) {
      this.#socket.on(event, () => {
        this.#closed = true;
        this.#onChange();
      });
    }
    // A reset is one way for a server to close; `close` follows.
    this.#socket.on("error", () => undefined);
  }

  send(bytes: string | Uint8Array): void {
    this.#socket.write(bytes);
  }

  /** What came so far. */
  get text(): string {
    return this.#received.toString("latin1");
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Resolves when what came so far satisfies `condition`. */
  async until(what: string, condition: (text: string) => boolean): Promise<string> {
    await this.#wait(what, () => condition(this.text));
    return this.text;
  }

  /** Resolves when the server has closed its side. */
  async untilClosed(): Promise<string> {
    await this.#wait("close by the server", () => this.#closed);
    return this.text;
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #wait(what: string, isSo: () => boolean): Promise<void> {
    const changed = new Promise<void>((resolve) => {
      this.#onChange = () => isSo() && resolve();
      this.#onChange();
    });
    return within(changed, `${what} (got ${JSON.stringify(this.text.slice(0, 300))})`);
  }
}
