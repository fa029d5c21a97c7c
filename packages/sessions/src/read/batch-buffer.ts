import type { StreamPosition, U64 } from "@s2kit/core";
import { addU64 } from "@s2kit/core/internal";
import type { RecordBatch } from "../wire/read-batch.js";

/** A batch on its way to the consumer. */
export interface BufferedBatch {
  /** What the consumer gets to see; may be empty. */
  readonly visible: RecordBatch;
  /** One past the last record, hidden ones included; `undefined` for a heartbeat. */
  readonly end: U64 | undefined;
  /** The tail, when this batch reaches it. */
  readonly reached: StreamPosition | undefined;
  /** Bytes of the frame that it came in. */
  readonly bytes: number;
}

/** Batches that have arrived and are not taken yet, bounded in bytes by whoever fills it. */
export class BatchBuffer {
  readonly #hideCommands: boolean;
  /** Slots before the head are emptied, so that nothing pins a frame that was taken. */
  #items: (BufferedBatch | undefined)[] = [];
  #head = 0;
  #bytes = 0;

  constructor(hideCommands: boolean) {
    this.#hideCommands = hideCommands;
  }

  /** Bytes of the frames that are held. */
  get bytes(): number {
    return this.#bytes;
  }

  get isEmpty(): boolean {
    return this.#head === this.#items.length;
  }

  /** Nothing in here is for the consumer to see. */
  get onlyHidden(): boolean {
    for (let index = this.#head; index < this.#items.length; index++) {
      if ((this.#items[index] as BufferedBatch).visible.count > 0) return false;
    }
    return true;
  }

  /** The newest batch in here reaches the tail. */
  get reachesTail(): boolean {
    return !this.isEmpty && this.#items[this.#items.length - 1]?.reached !== undefined;
  }

  push(batch: RecordBatch): BufferedBatch {
    const last = batch.lastSeqNum;
    const end = last === undefined ? undefined : addU64(last, 1);
    const { tail } = batch;
    const item: BufferedBatch = {
      visible: this.#hideCommands ? batch.withoutCommands() : batch,
      end,
      reached: tail !== undefined && (end === undefined || tail.seqNumU64 === end) ? tail : undefined,
      bytes: batch.byteLength,
    };
    this.#items.push(item);
    this.#bytes += item.bytes;
    return item;
  }

  shift(): BufferedBatch | undefined {
    const item = this.#items[this.#head];
    if (item === undefined) return undefined;
    this.#items[this.#head++] = undefined;
    this.#bytes -= item.bytes;
    if (this.#head === this.#items.length) this.clear();
    return item;
  }

  clear(): void {
    this.#items = [];
    this.#head = 0;
    this.#bytes = 0;
  }
}
