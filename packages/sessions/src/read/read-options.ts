import { type RetryOption, type U64, UsageError } from "@s2kit/core";
import { checkDurationMs, checkInteger, checkU64, MAX_UNARY_READ_WAIT_SECS, usageError } from "@s2kit/core/internal";
import type { WireRead, WireStart } from "../transport/transport.js";
import type { ReadGap } from "./read-cursor.js";

/** Where a read starts: at a sequence number, at the first record of a time, or so many records before the tail. */
export type ReadFrom =
  | { readonly seqNum: U64; readonly timestamp?: undefined; readonly tailOffset?: undefined }
  | { readonly timestamp: U64 | Date; readonly seqNum?: undefined; readonly tailOffset?: undefined }
  /** 0 is the tail itself: only what is appended later. */
  | { readonly tailOffset: U64; readonly seqNum?: undefined; readonly timestamp?: undefined };

/** What to read. */
export interface ReadRange {
  /** Default: sequence number 0, the beginning of the stream. */
  readonly from?: ReadFrom | undefined;
  /** A start beyond the tail becomes the tail, instead of `range_not_satisfiable`. Default false. */
  readonly clamp?: boolean | undefined;
  /** Ends after so many records, hidden command records included. */
  readonly count?: number | undefined;
  /** Ends before the metered size of the records exceeds this, in bytes. */
  readonly bytes?: number | undefined;
  /** Ends before the first record with this timestamp or a later one. */
  readonly until?: U64 | Date | undefined;
  /**
   * How long to wait at the tail for more records, in whole seconds; every batch starts the wait anew.
   * A read with a bound and without a wait ends at the tail; one without either follows for ever.
   */
  readonly waitSecs?: number | undefined;
  /** Leaves command records (fence, trim) out of what you get; they still count and move the position. Default false. */
  readonly ignoreCommandRecords?: boolean | undefined;
}

/** Options of a read session. */
export interface ReadSessionOptions extends ReadRange {
  /** Ends as soon as everything up to the tail was handed out, in place of following. Default false. */
  readonly stopAtTail?: boolean | undefined;
  /**
   * Bytes of batches that have arrived and are not taken yet, above which nothing more is taken from the network.
   * Default 1 MiB; the transport's receive window (3 MiB on HTTP/2) comes on top.
   */
  readonly maxBufferedBytes?: number | undefined;
  /** Silence of an open connection after which it is given up, in milliseconds. Default 20 000. */
  readonly silenceTimeoutMs?: number | undefined;
  /** Told of records that were trimmed or expired before they could be read. */
  readonly onGap?: ((gap: ReadGap) => void) | undefined;
  /** Overrides the stream's retry policy. `"forever"` suits followers: only what retrying cannot mend ends them. */
  readonly retry?: RetryOption | undefined;
  /** Aborting it ends the session; iteration rejects with `signal.reason`. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Turns a range into the parameters of a request.
 *
 * @throws `invalid_argument` naming what is out of range.
 */
export function wireRead(range: ReadRange): WireRead {
  const { from = { seqNum: 0 }, clamp = false, count, bytes, until, waitSecs } = range;
  if (typeof clamp !== "boolean") throw usageError("clamp", "true or false", clamp);
  const start = wireStart(from);
  const untilU64 = until === undefined ? undefined : time(until, "until");
  if ("timestamp" in start && untilU64 !== undefined && start.timestamp >= untilU64) {
    throw new UsageError("until", `until must be later than from.timestamp ${start.timestamp}, got ${untilU64}`);
  }
  return {
    start,
    clamp,
    count: count === undefined ? undefined : checkInteger(count, "count", 0, Number.MAX_SAFE_INTEGER),
    bytes: bytes === undefined ? undefined : checkInteger(bytes, "bytes", 0, Number.MAX_SAFE_INTEGER),
    until: untilU64,
    wait: waitSecs === undefined ? undefined : checkInteger(waitSecs, "waitSecs", 0, 4_294_967_295),
  };
}

/** The parameters of a single request, which the service caps by itself. @throws `invalid_argument` */
export function unaryWireRead(range: ReadRange): WireRead {
  const read = wireRead(range);
  if (read.wait !== undefined) checkInteger(read.wait, "waitSecs", 0, MAX_UNARY_READ_WAIT_SECS);
  return read;
}

/** The buffer's size. @throws `invalid_argument` */
export function bufferedBytes(value: number | undefined): number {
  return checkInteger(value ?? 1_048_576, "maxBufferedBytes", 1, Number.MAX_SAFE_INTEGER);
}

/** The watchdog's patience. @throws `invalid_argument` */
export function silenceTimeout(value: number | undefined): number {
  return checkDurationMs(value ?? 20_000, "silenceTimeoutMs");
}

function wireStart(from: ReadFrom): WireStart {
  if (typeof from !== "object" || from === null) throw usageError("from", "an object", from);
  const { seqNum, timestamp, tailOffset } = from as { [key: string]: unknown };
  const given = [seqNum, timestamp, tailOffset].filter((value) => value !== undefined);
  if (given.length !== 1) {
    throw new UsageError("from", `from must have exactly one of seqNum, timestamp and tailOffset, got ${given.length}`);
  }
  if (seqNum !== undefined) return { seqNum: checkU64(seqNum, "from.seqNum") };
  if (timestamp !== undefined) return { timestamp: time(timestamp, "from.timestamp") };
  return { tailOffset: checkU64(tailOffset, "from.tailOffset") };
}

function time(value: unknown, field: string): U64 {
  return checkU64(value instanceof Date ? value.getTime() : value, field);
}
