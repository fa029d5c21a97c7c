import type { StreamPosition } from "../values/stream-position.js";
import type { U64 } from "../values/u64.js";
import { exactNumber } from "./inexact-number-error.js";
import { S2Error, type S2ErrorInit } from "./s2-error.js";

/** What an {@link ApiError} is made from. */
export interface ApiErrorInit extends S2ErrorInit {
  readonly status: number;
  readonly retryAfterMs?: number | undefined;
  readonly body?: string | undefined;
}

/** The service answered with an error. Unknown codes pass through in `code`. */
export class ApiError extends S2Error {
  override readonly name: string = "ApiError";
  declare readonly status: number;
  /** How long the service asks to wait (`retry-after-ms` or `retry-after`), in milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** The body of the answer as text. Not enumerable: logs need not repeat it. */
  declare readonly body: string | undefined;

  constructor(message: string, init: ApiErrorInit) {
    super(message, init);
    this.retryAfterMs = init.retryAfterMs;
    Object.defineProperty(this, "body", { value: init.body });
  }
}

/** 412: the append asked for another sequence number than the next one. `code` is `seq_num_mismatch`. */
export class SeqNumMismatchError extends ApiError {
  override readonly name: string = "SeqNumMismatchError";
  /** The sequence number that the next record gets: a number when exact, else a `bigint`. */
  readonly expectedSeqNumU64: U64;

  constructor(expected: U64, init: ApiErrorInit) {
    super(`the next sequence number is ${expected}`, init);
    this.expectedSeqNumU64 = expected;
  }

  /** The sequence number that the next record gets. @throws `inexact_number` above 2^53 − 1. */
  get expectedSeqNum(): number {
    return exactNumber(this.expectedSeqNumU64, "expectedSeqNum");
  }

  /** The sequence number that the next record gets, exact for every u64. */
  get expectedSeqNumBig(): bigint {
    return BigInt(this.expectedSeqNumU64);
  }
}

/** 412: the append carried another fencing token than the stream's. `code` is `fencing_token_mismatch`. */
export class FencingTokenMismatchError extends ApiError {
  override readonly name: string = "FencingTokenMismatchError";
  /** The stream's current fencing token; empty when none is set. */
  readonly expectedFencingToken: string;

  constructor(expected: string, init: ApiErrorInit) {
    super(`the stream's fencing token is ${JSON.stringify(expected)}`, init);
    this.expectedFencingToken = expected;
  }
}

/** 416: the read starts where nothing is written yet. `code` is `range_not_satisfiable`. */
export class RangeNotSatisfiableError extends ApiError {
  override readonly name: string = "RangeNotSatisfiableError";
  /** The stream's tail, when the answer named it. */
  readonly tail: StreamPosition | undefined;

  constructor(tail: StreamPosition | undefined, init: ApiErrorInit) {
    super(tail === undefined ? "nothing to read there" : `nothing to read there: the tail is ${tail.seqNumBig}`, init);
    this.tail = tail;
  }
}
