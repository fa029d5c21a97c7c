import type { Readable } from "node:stream";
import type { ReadingPace } from "./exchange.js";

/**
 * Reads a body chunk by chunk, on demand. Unlike `for await`, stopping early leaves the stream alone: destroying it
 * would take the answer down with it.
 */
export class BodyReader {
  readonly #source: Readable;
  readonly #pace: () => ReadingPace | undefined;
  #failure: { readonly reason: unknown } | undefined;
  #ended: boolean;
  #wake: (() => void) | undefined;

  /** @param pace - How slowly to read; asked before each chunk. */
  constructor(source: Readable, pace: () => ReadingPace | undefined) {
    this.#source = source;
    this.#pace = pace;
    this.#ended = source.readableEnded;
    source.on("readable", () => this.#wake?.());
    source.on("end", () => {
      this.#ended = true;
      this.#wake?.();
    });
    source.on("error", (error) => this.cancel(error));
    source.on("close", () => {
      if (!this.#ended) this.cancel(new Error("the body was cut"));
    });
  }

  /** The next bytes, or undefined at the end. @throws what the stream failed with, or the reason given to `cancel`. */
  async read(): Promise<Buffer | undefined> {
    const pace = this.#pace();
    if (pace !== undefined) await pace.pause();
    for (;;) {
      if (this.#failure !== undefined) throw this.#failure.reason;
      const chunk: Buffer | null = this.#source.read(pace === undefined ? undefined : this.#atMost(pace.chunkBytes));
      if (chunk !== null) return chunk;
      if (this.#ended) return undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = undefined;
    }
  }

  /** A stream that is asked for more than it holds would wait for the rest. */
  #atMost(bytes: number): number {
    return Math.max(1, Math.min(bytes, this.#source.readableLength));
  }

  /** Makes this and every later `read` throw. */
  cancel(reason: unknown): void {
    this.#failure ??= { reason };
    this.#wake?.();
  }
}
