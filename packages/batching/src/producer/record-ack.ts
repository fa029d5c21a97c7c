import type { AppendAck, U64 } from "@s2kit/core";
import { addU64, exactNumber } from "@s2kit/core/internal";

/** The service's word that one record is durable. */
export class RecordAck {
  /** The acknowledgement of the batch in which the record travelled. */
  readonly batch: AppendAck;
  /** Where the record stands in that batch, from 0. */
  readonly index: number;

  constructor(batch: AppendAck, index: number) {
    this.batch = batch;
    this.index = index;
  }

  /** The record's sequence number. @throws `inexact_number` above 2^53 − 1: use {@link seqNumBig}. */
  get seqNum(): number {
    return exactNumber(this.seqNumU64, "seqNum");
  }

  /** The record's sequence number, exact for every u64. */
  get seqNumBig(): bigint {
    return BigInt(this.seqNumU64);
  }

  /** The record's sequence number as a number when exact, else as a `bigint`. */
  get seqNumU64(): U64 {
    return addU64(this.batch.start.seqNumU64, this.index);
  }
}
