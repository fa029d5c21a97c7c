/** Hands items from callbacks to one reader, in order; ends or fails after the last. */
export class ChunkQueue<T> {
  readonly #items: T[] = [];
  #ending: { error: Error | undefined } | undefined;
  #waiting: { resolve: (item: T | undefined) => void; reject: (error: Error) => void } | undefined;

  push(item: T): void {
    if (this.#ending !== undefined) return;
    this.#items.push(item);
    this.#serve();
  }

  /** Ends the queue after the items in it. Only the first of several ends counts. */
  end(error?: Error | undefined): void {
    this.#ending ??= { error };
    this.#serve();
  }

  get ended(): boolean {
    return this.#ending !== undefined;
  }

  /** The next item, or undefined after the last; rejects if the queue was ended with an error. One call at a time. */
  next(): Promise<T | undefined> {
    if (this.#waiting !== undefined) throw new Error("a read is already waiting");
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#serve();
    });
  }

  #serve(): void {
    const waiting = this.#waiting;
    if (waiting === undefined || (this.#items.length === 0 && this.#ending === undefined)) return;
    this.#waiting = undefined;
    if (this.#items.length > 0) waiting.resolve(this.#items.shift());
    else if (this.#ending?.error !== undefined) waiting.reject(this.#ending.error);
    else waiting.resolve(undefined);
  }
}
