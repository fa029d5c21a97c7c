import { apiError, unwrittenPosition } from "../model/api-error.js";
import type { Position } from "../model/position.js";
import type { Stream } from "../state/stream.js";

/** Where a read begins. */
export type ReadStart =
  | { readonly type: "seq-num"; readonly seqNum: bigint }
  | { readonly type: "timestamp"; readonly timestamp: bigint }
  | { readonly type: "tail-offset"; readonly offset: bigint };

/** The parameters of a read, in any mode. */
export interface ReadRequest {
  readonly start: ReadStart;
  /** Begins at the tail instead of failing when the start lies beyond it. */
  readonly clamp: boolean;
  readonly count: bigint | undefined;
  /** Metered. */
  readonly bytes: bigint | undefined;
  /** Exclusive. */
  readonly until: bigint | undefined;
  readonly waitSeconds: number | undefined;
}

/** A read whose start is settled. */
export interface ResolvedRead {
  readonly seqNum: number;
  /** The durable tail when the read was opened. */
  readonly tail: Position;
}

/** Whether a read goes on at the tail: when nothing bounds it, or when it is willing to wait. */
export function mayFollow({ count, bytes, until, waitSeconds }: ReadRequest): boolean {
  const unbounded = count === undefined && bytes === undefined && until === undefined;
  return unbounded || (waitSeconds !== undefined && waitSeconds > 0);
}

/** Whether the limits admit no record at all; such a read is answered empty, wherever it starts. */
export function hasZeroLimit({ count, bytes }: ReadRequest): boolean {
  return count === 0n || bytes === 0n;
}

/** @throws 422 `invalid` when the start timestamp is not before `until`. */
export function validateReadRequest({ start, until }: ReadRequest): void {
  if (start.type === "timestamp" && until !== undefined && start.timestamp >= until) {
    throw apiError("invalid", "start timestamp must be before `until`");
  }
}

/**
 * Turns the start of a read into a sequence number, against the tail as it is now.
 *
 * @throws 416 with the tail: beyond it without `clamp`, or at it without the willingness to wait.
 */
export async function resolveReadStart(stream: Stream, request: ReadRequest, nowMs: number): Promise<ResolvedRead> {
  const { tail } = stream;
  const { start, clamp } = request;
  if (!clamp && isBeyond(start, tail)) throw unwrittenPosition(tail);
  const seqNum = isBeyond(start, tail) ? tail.seqNum : await locate(stream, start, tail, nowMs);
  if (seqNum === tail.seqNum && !mayFollow(request)) throw unwrittenPosition(tail);
  return { seqNum, tail };
}

function isBeyond(start: ReadStart, tail: Position): boolean {
  if (start.type === "seq-num") return start.seqNum > BigInt(tail.seqNum);
  return start.type === "timestamp" && start.timestamp > tail.timestamp;
}

async function locate(stream: Stream, start: ReadStart, tail: Position, nowMs: number): Promise<number> {
  switch (start.type) {
    case "seq-num":
      return Number(start.seqNum);
    case "tail-offset":
      return start.offset >= BigInt(tail.seqNum) ? 0 : tail.seqNum - Number(start.offset);
    case "timestamp":
      return (await stream.log.findTimestamp(start.timestamp, nowMs)) ?? tail.seqNum;
  }
}
