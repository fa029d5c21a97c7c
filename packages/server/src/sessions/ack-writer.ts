import type { RequestFaults } from "../faults/request-faults.js";
import type { Exchange } from "../http/exchange.js";
import { encodePlainFrame } from "../wire/frame.js";
import { type AppendAck, encodeAppendAck } from "../wire/messages.js";

/** Batches that may wait for their ack to be sent before the session stops reading. */
const MAX_WAITING_ACKS = 1_000;

/** Sends the acks of an append session in order, as soon as they are there; those that are ready together go together. */
export class AckWriter {
  readonly #exchange: Exchange;
  readonly #faults: RequestFaults;
  readonly #onFailure: (error: unknown) => void;
  readonly #waiting: Promise<AppendAck>[] = [];
  #running: Promise<void> | undefined;
  #failure: { readonly reason: unknown } | undefined;
  #lost = false;

  /** @param onFailure - Called when an accepted batch could not be made durable, or its ack not be sent. */
  constructor(exchange: Exchange, faults: RequestFaults, onFailure: (error: unknown) => void) {
    this.#exchange = exchange;
    this.#faults = faults;
    this.#onFailure = onFailure;
  }

  /** What `onFailure` got, if it was called. */
  get failure(): { readonly reason: unknown } | undefined {
    return this.#failure;
  }

  /** @throws what `onFailure` got, if it was called: nothing more can be acknowledged. */
  assertWorking(): void {
    if (this.#failure !== undefined) throw this.#failure.reason;
  }

  /** True once an ack was lost: nothing that the server sends reaches the client any more. */
  get lost(): boolean {
    return this.#lost;
  }

  push(ack: Promise<AppendAck>): void {
    // If it fails while another is being waited for, that must not count as unhandled.
    ack.catch(() => undefined);
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
        if (this.#lost) await this.#waiting.shift();
        else if (this.#faults.idle) await this.#sendTogether();
        else await this.#sendOne();
      }
    } catch (error) {
      this.#failure = { reason: error };
      this.#onFailure(error);
    } finally {
      this.#running = undefined;
    }
  }

  async #sendTogether(): Promise<void> {
    const frames: Buffer[] = [];
    for (let ack = this.#waiting.shift(); ack !== undefined; ack = this.#waiting.shift()) {
      frames.push(encodePlainFrame(encodeAppendAck(await ack)));
    }
    await this.#exchange.write(Buffer.concat(frames));
  }

  async #sendOne(): Promise<void> {
    const ack = await this.#waiting.shift()!;
    const fault = await this.#faults.at("after-commit");
    if (fault?.action !== "lose-ack") {
      await this.#faults.write(encodePlainFrame(encodeAppendAck(ack)));
      return;
    }
    // A byte stream has no holes: what is sent behind a lost ack is lost with it.
    this.#lost = true;
    await this.#faults.mute();
  }
}
