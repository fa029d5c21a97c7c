/** Bytes that came in as chunks and are taken out in other sizes. Joins chunks only where a piece spans several. */
export class ByteQueue {
  #chunks: Buffer[] = [];
  #length = 0;

  /** Bytes waiting. */
  get length(): number {
    return this.#length;
  }

  push(chunk: Buffer): void {
    if (chunk.length === 0) return;
    this.#chunks.push(chunk);
    this.#length += chunk.length;
  }

  /** The first bytes without taking them, or undefined when there are fewer. */
  peek(bytes: number): Buffer | undefined {
    if (this.#length < bytes) return undefined;
    this.#gather(bytes);
    return this.#chunks[0]!.subarray(0, bytes);
  }

  /** Takes the first bytes; there must be that many. */
  take(bytes: number): Buffer {
    this.#gather(bytes);
    const first = this.#chunks[0]!;
    if (first.length === bytes) this.#chunks.shift();
    else this.#chunks[0] = first.subarray(bytes);
    this.#length -= bytes;
    return first.subarray(0, bytes);
  }

  /** Makes the first chunk at least that long. */
  #gather(bytes: number): void {
    const first = this.#chunks[0];
    if (first === undefined || first.length >= bytes) return;
    let count = 0;
    let gathered = 0;
    while (gathered < bytes) gathered += this.#chunks[count++]!.length;
    const joined = Buffer.concat(this.#chunks.slice(0, count), gathered);
    this.#chunks = [joined, ...this.#chunks.slice(count)];
  }
}
