import type { StreamPosition, U64 } from "@s2kit/core";
import { readPosition } from "./position-codec.js";
import { ProtoReader } from "./proto-reader.js";
import { ReadRecord } from "./read-record.js";

const reader = new ProtoReader();

/** Where records begin and end, gathered during the scan; reused from batch to batch. */
let scratch = new Int32Array(4096);

/**
 * Records that came together: a view over one frame. Records are decoded when they are looked at.
 * Without records it is a heartbeat, which tells the tail.
 */
export class RecordBatch implements Iterable<ReadRecord> {
  /** How many records there are. */
  readonly count: number;
  /** The stream's tail, which the service tells while following live. */
  readonly tail: StreamPosition | undefined;
  /** Bytes of the frame's payload. */
  readonly byteLength: number;
  readonly #bytes: Uint8Array;
  /** Start and end of each record in `#bytes`, alternating. */
  readonly #offsets: Int32Array;
  #records: readonly ReadRecord[] | undefined;

  private constructor(
    bytes: Uint8Array,
    offsets: Int32Array,
    records: readonly ReadRecord[] | undefined,
    tail: StreamPosition | undefined,
    byteLength: number,
  ) {
    this.#bytes = bytes;
    this.#offsets = offsets;
    this.#records = records;
    this.count = records?.length ?? offsets.length / 2;
    this.tail = tail;
    this.byteLength = byteLength;
  }

  /** @internal A view over an encoded ReadBatch. */
  static view(bytes: Uint8Array, offsets: Int32Array, tail: StreamPosition | undefined): RecordBatch {
    return new RecordBatch(bytes, offsets, undefined, tail, bytes.byteLength);
  }

  /**
   * A batch of records that are decoded already.
   *
   * @param byteLength - What the batch counts against buffer limits, in bytes. Default: its metered size.
   */
  static from(
    records: readonly ReadRecord[],
    tail: StreamPosition | undefined,
    byteLength: number = records.reduce((sum, record) => sum + record.meteredBytes, 0),
  ): RecordBatch {
    return new RecordBatch(NOTHING, NO_OFFSETS, records, tail, byteLength);
  }

  /** All records. They are made at the first use and then kept. */
  get records(): readonly ReadRecord[] {
    if (this.#records === undefined) {
      const records: ReadRecord[] = new Array(this.count);
      for (let index = 0; index < this.count; index++) records[index] = this.at(index);
      this.#records = records;
    }
    return this.#records;
  }

  /** One record, made anew unless {@link records} has it. `index` is 0 to `count - 1`. */
  at(index: number): ReadRecord {
    const { length } = this.#offsets;
    if (2 * index + 1 >= length) return this.#made(index);
    return ReadRecord.view(this.#bytes, this.#offsets[2 * index] as number, this.#offsets[2 * index + 1] as number);
  }

  /** Sequence number of the first record; `undefined` without records. */
  get firstSeqNum(): U64 | undefined {
    return this.count === 0 ? undefined : this.at(0).seqNumU64;
  }

  /** Sequence number of the last record; `undefined` without records. */
  get lastSeqNum(): U64 | undefined {
    return this.count === 0 ? undefined : this.at(this.count - 1).seqNumU64;
  }

  /** The sum of the records' metered sizes, in bytes. Computed at each call. */
  get meteredBytes(): number {
    let bytes = 0;
    for (let index = 0; index < this.count; index++) bytes += this.at(index).meteredBytes;
    return bytes;
  }

  /** The batch without its command records; itself when it has none. */
  withoutCommands(): RecordBatch {
    const kept: ReadRecord[] = [];
    for (let index = 0; index < this.count; index++) {
      const record = this.at(index);
      if (!record.isCommand) kept.push(record);
    }
    return kept.length === this.count ? this : RecordBatch.from(kept, this.tail, this.byteLength);
  }

  *[Symbol.iterator](): IterableIterator<ReadRecord> {
    for (let index = 0; index < this.count; index++) yield this.at(index);
  }

  #made(index: number): ReadRecord {
    const record = this.#records?.[index];
    if (record === undefined) throw new RangeError(`a batch of ${this.count} records has none at ${index}`);
    return record;
  }
}

const NOTHING: Uint8Array = new Uint8Array(0);
const NO_OFFSETS = new Int32Array(0);

/** Decodes a ReadBatch: finds its records without looking into them. @throws `protocol_error` */
export function decodeReadBatch(payload: Uint8Array): RecordBatch {
  let tail: StreamPosition | undefined;
  let found = 0;
  reader.open(payload, 0, payload.byteLength);
  while (reader.position < reader.end) {
    const tag = reader.uint32();
    if (tag === 0x0a) {
      const end = reader.lengthEnd();
      if (found === scratch.length) scratch = grown(scratch);
      scratch[found++] = reader.position;
      scratch[found++] = end;
      reader.position = end;
    } else if (tag === 0x12) {
      tail = readPosition(reader, reader.lengthEnd());
    } else {
      reader.skip(tag & 7);
    }
  }
  return RecordBatch.view(payload, found === 0 ? NO_OFFSETS : scratch.slice(0, found), tail);
}

function grown(full: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(full.length * 2);
  larger.set(full);
  return larger;
}
