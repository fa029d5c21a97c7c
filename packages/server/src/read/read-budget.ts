import type { StoredRecord } from "../state/record-log.js";

/** The bounds of a read: what is left of them, and which records they admit. */
export class ReadBudget {
  #records: number;
  #bytes: number;
  readonly #until: bigint | undefined;

  /**
   * @param records - Records that may still be delivered; `Infinity` when unbounded, like `bytes` (metered).
   * @param until - Records at or after this timestamp are not delivered.
   */
  constructor(records: number, bytes: number, until: bigint | undefined) {
    this.#records = records;
    this.#bytes = bytes;
    this.#until = until;
  }

  get exhausted(): boolean {
    return this.#records <= 0 || this.#bytes <= 0;
  }

  /** Records that may still be delivered. */
  get records(): number {
    return this.#records;
  }

  /** Takes the leading records that every bound admits, and spends the budget on them. */
  take(records: readonly StoredRecord[]): readonly StoredRecord[] {
    let count = 0;
    for (const record of records) {
      if (this.#records < 1 || record.meteredBytes > this.#bytes) break;
      if (this.#until !== undefined && record.timestamp >= this.#until) break;
      this.#records -= 1;
      this.#bytes -= record.meteredBytes;
      count++;
    }
    return count === records.length ? records : records.slice(0, count);
  }
}
