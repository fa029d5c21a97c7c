import type { StreamPosition } from "../values/stream-position.js";

/** The service's word that a batch is durable. */
export class AppendAck {
  /** Position of the batch's first record. */
  readonly start: StreamPosition;
  /** One past the batch's last record, with the last record's timestamp. */
  readonly end: StreamPosition;
  /** The stream's tail when the batch was acknowledged; at or beyond {@link end}. */
  readonly tail: StreamPosition;

  constructor(start: StreamPosition, end: StreamPosition, tail: StreamPosition) {
    this.start = start;
    this.end = end;
    this.tail = tail;
  }
}
