import type { ReadLimit, RecordLog, StoredRecord } from "./record-log.js";

/** Trimmed records are cut off the array once there are this many, and they are half of it. */
const COMPACTION_THRESHOLD = 1024;

/** Keeps the records of a stream in memory, in one array. */
export class MemoryLog implements RecordLog {
  #records: StoredRecord[] = [];
  /** Index of the first record that is not trimmed. */
  #head = 0;
  #meteredBytes = 0;

  get meteredBytes(): number {
    return this.#meteredBytes;
  }

  append(records: readonly StoredRecord[]): undefined {
    for (const record of records) {
      this.#records.push(record);
      this.#meteredBytes += record.meteredBytes;
    }
  }

  read(from: number, to: number, limit: ReadLimit): StoredRecord[] {
    const found: StoredRecord[] = [];
    let bytes = 0;
    for (let index = this.#lowerBound((record) => record.seqNum >= from); index < this.#records.length; index++) {
      const record = this.#records[index]!;
      if (record.seqNum >= to || found.length >= limit.maxRecords) break;
      if (record.expiresAtMs <= limit.nowMs) continue;
      if (found.length > 0 && bytes + record.meteredBytes > limit.maxBytes) break;
      found.push(record);
      bytes += record.meteredBytes;
    }
    return found;
  }

  findTimestamp(timestamp: bigint, nowMs: number): number | undefined {
    let index = this.#lowerBound((record) => record.timestamp >= timestamp);
    while (index < this.#records.length && this.#records[index]!.expiresAtMs <= nowMs) index++;
    return this.#records[index]?.seqNum;
  }

  trim(before: number): void {
    this.#dropWhile((record) => record.seqNum < before);
  }

  dropExpired(nowMs: number): void {
    this.#dropWhile((record) => record.expiresAtMs <= nowMs);
  }

  #dropWhile(unwanted: (record: StoredRecord) => boolean): void {
    while (this.#head < this.#records.length && unwanted(this.#records[this.#head]!)) {
      this.#meteredBytes -= this.#records[this.#head]!.meteredBytes;
      this.#head++;
    }
    if (this.#head >= COMPACTION_THRESHOLD && this.#head * 2 >= this.#records.length) {
      this.#records = this.#records.slice(this.#head);
      this.#head = 0;
    }
  }

  lastExpiryMs(): number {
    let last = Number.NEGATIVE_INFINITY;
    for (let index = this.#head; index < this.#records.length; index++) {
      last = Math.max(last, this.#records[index]!.expiresAtMs);
    }
    return last;
  }

  /** Index of the first retained record for which `reached` holds; it holds for every later one too. */
  #lowerBound(reached: (record: StoredRecord) => boolean): number {
    let low = this.#head;
    let high = this.#records.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (reached(this.#records[middle]!)) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
