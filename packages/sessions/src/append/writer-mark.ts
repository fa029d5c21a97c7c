import { type AppendBatch, type AppendRecord, type HeaderInput, UsageError } from "@s2kit/core";
import { byteLength, MAX_BATCH_BYTES, usageError } from "@s2kit/core/internal";

/** Name of the header by which batches of a session with a `writerId` are told apart. Its value is `<writerId>/<number>`. */
export const WRITER_HEADER = "s2kit-writer";

/** Bytes of a `writerId` as UTF-8. */
const MAX_ID_BYTES = 64;

/** Digits of the largest number of a batch. */
const MAX_DIGITS = 16;

/**
 * Marks batches as those of one session: the first record that is no command gets one header more, the last, with the
 * writer's id and a number that counts the marked batches from 0. So no two batches are equal by content.
 */
export class WriterMark {
  /** Metered bytes of a mark at most: what every batch has to leave free, whatever its number. */
  readonly room: number;
  readonly #id: string;
  /** Metered bytes of a mark without its number. */
  readonly #fixedBytes: number;
  #next = 0;

  /** @throws `invalid_argument` unless the id is well-formed text of 1 to 64 bytes. */
  constructor(id: string) {
    this.#id = checkWriterId(id);
    this.#fixedBytes = 2 + WRITER_HEADER.length + byteLength(id) + 1;
    this.room = this.#fixedBytes + MAX_DIGITS;
  }

  /** The largest batch without its mark, in metered bytes. */
  get maxBatchBytes(): number {
    return MAX_BATCH_BYTES - this.room;
  }

  /** Metered bytes of the mark that {@link mark} would add now; 0 for a batch of nothing but commands. */
  bytesFor({ records }: AppendBatch): number {
    return markedIndex(records) < 0 ? 0 : this.#fixedBytes + String(this.#next).length;
  }

  /** The batch with its mark, under the next number. What the caller gave is left as it is. */
  mark(batch: AppendBatch): AppendBatch {
    const index = markedIndex(batch.records);
    if (index < 0) return batch;
    const meteredBytes = batch.meteredBytes + this.bytesFor(batch);
    const records = batch.records.slice();
    const { body, headers = [], timestamp } = records[index] as AppendRecord;
    const mark: HeaderInput = [WRITER_HEADER, `${this.#id}/${this.#next++}`];
    records[index] = { body, headers: [...headers, mark], timestamp };
    return { ...batch, records, meteredBytes };
  }

  /** @throws `invalid_argument` when so many metered bytes leave no room for the mark. */
  checkRoom(field: string, meteredBytes: number): void {
    if (meteredBytes <= this.maxBatchBytes) return;
    throw new UsageError(
      field,
      `${field} must be at most ${this.maxBatchBytes} metered bytes, because writerId takes up to ${this.room} of the ${MAX_BATCH_BYTES} of a batch, got ${meteredBytes}`,
    );
  }
}

/** The first record that is no command; those have exactly one header, whose name is empty. */
function markedIndex(records: readonly AppendRecord[]): number {
  return records.findIndex(({ headers }) => headers?.[0]?.[0].length !== 0);
}

function checkWriterId(id: unknown): string {
  if (typeof id !== "string") throw usageError("writerId", "a string", id);
  const bytes = byteLength(id);
  if (bytes < 1 || bytes > MAX_ID_BYTES) {
    throw new UsageError("writerId", `writerId must be 1 to ${MAX_ID_BYTES} bytes long, got ${bytes}`);
  }
  // Half of a surrogate pair has no form in UTF-8: two different ids could become the same bytes.
  if (/\p{Surrogate}/u.test(id)) throw new UsageError("writerId", "writerId must be well-formed Unicode");
  return id;
}
