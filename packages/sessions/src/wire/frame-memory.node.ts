import { allocate, allocateShared } from "./memory.node.js";

/** Smaller buffers cost the allocator less than keeping them would, in bytes. */
const WORTH_KEEPING = 32_768;

/** Buffers are made in multiples of this, so that the next frame, of another size, fits too; in bytes. */
const STEP = 65_536;

/** What is kept at most, for all sessions of the process together, in bytes. */
const MAX_SPARE = 4_194_304;

/**
 * Memory for encoded frames. Large buffers are used again: fresh memory comes from the operating system page by page,
 * which takes longer than filling it.
 */
export class FrameMemory {
  readonly #spare: Uint8Array[] = [];
  #spareBytes = 0;

  /** Bytes that wait to be used again. */
  get spareBytes(): number {
    return this.#spareBytes;
  }

  /** Exactly `size` bytes. The content is undefined: every byte must be written. Small ones share memory with others. */
  take(size: number): Uint8Array {
    if (size < WORTH_KEEPING) return allocateShared(size);
    // The newest first, which the processor's cache may still have.
    for (let index = this.#spare.length - 1; index >= 0; index--) {
      const buffer = this.#spare[index] as Uint8Array;
      if (buffer.byteLength < size || buffer.byteLength > 2 * size + STEP) continue;
      this.#spare.splice(index, 1);
      this.#spareBytes -= buffer.byteLength;
      return buffer.subarray(0, size);
    }
    return allocate(Math.ceil(size / STEP) * STEP).subarray(0, size);
  }

  /** Takes a frame back that nobody will read any more. */
  giveBack(frame: Uint8Array): void {
    const { byteLength } = frame.buffer;
    if (frame.byteLength < WORTH_KEEPING || byteLength > MAX_SPARE) return;
    // The oldest go: they may be left from frames of a size that nobody sends any more.
    while (this.#spareBytes + byteLength > MAX_SPARE) this.#spareBytes -= this.#spare.shift()?.byteLength ?? 0;
    this.#spare.push(new Uint8Array(frame.buffer));
    this.#spareBytes += byteLength;
  }
}

/** The memory that all sessions use. */
export const frameMemory: FrameMemory = /* @__PURE__ */ new FrameMemory();
