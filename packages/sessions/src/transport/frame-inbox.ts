import { S2Error } from "@s2kit/core";
import { decompress } from "../wire/decompression.js";
import { compressionOf, decodeTerminal, isReconnectAdvised, isTerminal } from "../wire/frame.js";
import { FrameReader } from "../wire/frame-reader.js";
import { protocolError } from "../wire/protocol-error.js";

/** What becomes of the bytes of an S2S response. */
export interface InboxListener {
  /** A regular frame's payload, decompressed. */
  frame(payload: Uint8Array, reconnectAdvised: boolean): void;
  /** The service ended the session with an error. */
  terminal(status: number, body: string): void;
  /** What came is not S2S. */
  failed(error: S2Error): void;
  /** Frames wait to be decompressed: better take nothing more from the network, until told otherwise. */
  congested(congested: boolean): void;
  /** The body ended, on a frame boundary, and every frame before was delivered. */
  drained(): void;
}

/**
 * Turns response bytes into frames, in order. Frames are delivered at once; only behind a compressed one do they wait,
 * because decompressing does not block.
 */
export class FrameInbox {
  readonly #listener: InboxListener;
  readonly #reader: FrameReader = new FrameReader();
  #pending: Promise<void> | undefined;
  #waiting = 0;
  #stopped = false;

  constructor(listener: InboxListener) {
    this.#listener = listener;
  }

  push(chunk: Uint8Array): void {
    try {
      this.#reader.push(chunk, (flag, payload) => this.#take(flag, payload));
    } catch (error) {
      this.#fail(error);
    }
  }

  /** The body ended. */
  end(): void {
    this.#afterPending(() => {
      try {
        this.#reader.end();
      } catch (error) {
        return this.#fail(error);
      }
      this.#listener.drained();
    });
  }

  /** Delivers nothing more. */
  stop(): void {
    this.#stopped = true;
    this.#reader.stop();
  }

  #take(flag: number, payload: Uint8Array): void {
    const compression = isTerminal(flag) ? "none" : compressionOf(flag);
    if (compression === "none") return this.#afterPending(() => this.#deliver(flag, payload));
    // Decompression starts at once, delivery keeps the order.
    const decompressed = decompress(payload, compression);
    decompressed.catch(() => undefined);
    const before = this.#pending ?? Promise.resolve();
    this.#wait(before.then(async () => this.#deliver(flag, await decompressed)));
  }

  #deliver(flag: number, payload: Uint8Array): void {
    if (this.#stopped) return;
    if (!isTerminal(flag)) return this.#listener.frame(payload, isReconnectAdvised(flag));
    const { status, body } = decodeTerminal(payload);
    if (status >= 400) this.#listener.terminal(status, body);
  }

  #afterPending(action: () => void): void {
    if (this.#stopped) return;
    if (this.#pending === undefined) return action();
    this.#wait(this.#pending.then(() => (this.#stopped ? undefined : action())));
  }

  #wait(step: Promise<void>): void {
    if (this.#waiting++ === 0) this.#listener.congested(true);
    const settled = step
      .catch((error: unknown) => this.#fail(error))
      .then(() => {
        if (--this.#waiting > 0) return;
        this.#pending = undefined;
        if (!this.#stopped) this.#listener.congested(false);
      });
    this.#pending = settled;
  }

  #fail(error: unknown): void {
    if (this.#stopped) return;
    this.stop();
    this.#listener.failed(S2Error.is(error) ? error : protocolError("the answer is not S2S", { cause: error }));
  }
}
