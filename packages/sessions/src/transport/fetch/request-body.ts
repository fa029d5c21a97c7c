import { joinBytes } from "../../wire/join-bytes.js";

/** Small pieces that wait together leave as one chunk of at most this size, in bytes. */
const MAX_JOINED_BYTES = 65_536;

/**
 * The body of a request that is written to while it is being sent. It is made on demand: what the network does not take
 * yet waits here, and whoever writes bounds it.
 */
export class RequestBody {
  /** For `fetch`. */
  readonly stream: ReadableStream<Uint8Array>;
  #pieces: Uint8Array[] = [];
  #finished = false;
  #dropped = false;
  #wake: () => void = () => undefined;

  constructor() {
    this.stream = new ReadableStream<Uint8Array>(
      {
        pull: (controller) => this.#pull(controller),
        cancel: () => this.drop(),
      },
      { highWaterMark: 0 },
    );
  }

  /** Sends bytes behind those before them. They are not changed, and not kept once they are sent. */
  write(bytes: Uint8Array): void {
    if (this.#finished || this.#dropped) return;
    this.#pieces.push(bytes);
    this.#wake();
  }

  /** Ends the body behind what was written. */
  finish(): void {
    this.#finished = true;
    this.#wake();
  }

  /** Lets go of what waits: nobody will send it any more. */
  drop(): void {
    this.#dropped = true;
    this.#pieces = [];
    this.#wake();
  }

  async #pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    if (this.#pieces.length === 0 && !this.#finished && !this.#dropped) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    if (this.#dropped) return;
    if (this.#pieces.length > 0) controller.enqueue(this.#take());
    else controller.close();
  }

  /** The first piece, together with those behind it as long as all of them are small. */
  #take(): Uint8Array {
    let size = 0;
    let count = 0;
    for (const piece of this.#pieces) {
      if (count > 0 && size + piece.byteLength > MAX_JOINED_BYTES) break;
      size += piece.byteLength;
      count++;
    }
    return joinBytes(this.#pieces.splice(0, count));
  }
}
