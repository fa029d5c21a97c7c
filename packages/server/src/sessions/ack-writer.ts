import type { Exchange } from "../http/exchange.js";
import { encodePlainFrame } from "../wire/frame.js";
import { type AppendAck, encodeAppendAck } from "../wire/messages.js";

/** Batches that may wait for their ack to be sent before the session stops reading. */
const MAX_WAITING_ACKS = 1_000;

/** Sends the acks of an append session in order, as soon as they are there; those that are ready together go together. */
export class AckWriter {
  readonly #exchange: Exchange;
  readonly #onFailure: (error: unknown) => void;
  readonly #waiting: Promise<AppendAck>[] = [];
  #running: Promise<void> | undefined;

  /** @param onFailure - Called when a batch was accepted but could not be made durable. */
  constructor(exchange: Exchange, onFailure: (error: unknown) => void) {
    this.#exchange = exchange;
    this.#onFailure = onFailure;
  }

  push(ack: Promise<AppendAck>): void {
    this.#waiting.push(ack);
    this.#running ??= this.#run();
  }

  /** Resolves when another batch may be accepted; late when the client does not read its acks. */
  async room(): Promise<void> {
    if (this.#waiting.length >= MAX_WAITING_ACKS) await this.#running;
  }

  /** Resolves when every ack is sent. */
  async drained(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    try {
      while (this.#waiting.length > 0) {
        const frames: Buffer[] = [];
        for (let ack = this.#waiting.shift(); ack !== undefined; ack = this.#waiting.shift()) {
          frames.push(encodePlainFrame(encodeAppendAck(await ack)));
        }
        await this.#exchange.write(Buffer.concat(frames));
      }
    } catch (error) {
      this.#waiting.length = 0;
      this.#onFailure(error);
    } finally {
      this.#running = undefined;
    }
  }
}
