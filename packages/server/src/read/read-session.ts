import type { Clock } from "../clock.js";
import { apiError } from "../model/api-error.js";
import { HEARTBEAT_MAX_MS, HEARTBEAT_MIN_MS, MAX_BATCH_BYTES, MAX_BATCH_RECORDS } from "../model/limits.js";
import type { Position } from "../model/position.js";
import type { Follower } from "../state/follower.js";
import type { StoredRecord } from "../state/record-log.js";
import type { Stream } from "../state/stream.js";
import { ReadBudget } from "./read-budget.js";
import { mayFollow, type ReadRequest, type ResolvedRead } from "./read-request.js";

/** What a read produces. Only heartbeats, and batches that arrived while following, carry a tail. */
export type ReadEvent =
  | { readonly type: "batch"; readonly records: readonly StoredRecord[]; readonly tail: Position | undefined }
  | { readonly type: "heartbeat"; readonly tail: Position };

export interface ReadSessionContext {
  readonly clock: Clock;
  /** Uniform in [0, 1); spreads the heartbeats. */
  readonly random: () => number;
  /** Ends the read: it throws the signal's reason. */
  readonly signal: AbortSignal;
  /** Identifies the key that the reader gave; undefined on a plaintext stream. */
  readonly keyHash: string | undefined;
}

/**
 * One read from its start to its end: catches up from storage, then follows live appends if the request allows it.
 * Unary reads, SSE and S2S are sinks of what it yields; it goes on only when the sink asks for more.
 *
 * @throws 400 `decryption_failed` in place of a batch with a record under another key; 503 `unavailable` when the
 * stream is deleted while it is followed.
 */
export class ReadSession {
  readonly #stream: Stream;
  readonly #context: ReadSessionContext;
  readonly #budget: ReadBudget;
  readonly #mayFollow: boolean;
  readonly #waitMs: number | undefined;
  #next: number;
  #tail: Position;
  #deadlineMs: number | undefined;
  #ended = false;

  constructor(stream: Stream, request: ReadRequest, start: ResolvedRead, context: ReadSessionContext) {
    this.#stream = stream;
    this.#context = context;
    this.#budget = new ReadBudget(orInfinity(request.count), orInfinity(request.bytes), request.until);
    this.#mayFollow = mayFollow(request);
    this.#waitMs = request.waitSeconds === undefined ? undefined : request.waitSeconds * 1000;
    this.#next = start.seqNum;
    this.#tail = start.tail;
  }

  /** Runs the read. Can be called once. */
  async *events(): AsyncGenerator<ReadEvent, void, undefined> {
    while (!this.#ended && !this.#budget.exhausted) {
      this.#context.signal.throwIfAborted();
      if (this.#next < this.#tail.seqNum) yield* this.#catchUp();
      else if (this.#mayFollow) yield* this.#followFromTail();
      else return;
    }
  }

  /** One batch from storage, up to the tail as last seen. */
  async *#catchUp(): AsyncGenerator<ReadEvent, void, undefined> {
    const found = await this.#stream.log.read(this.#next, this.#tail.seqNum, {
      maxRecords: Math.min(MAX_BATCH_RECORDS, this.#budget.records),
      maxBytes: MAX_BATCH_BYTES,
      nowMs: this.#context.clock.now(),
    });
    if (found.length === 0) {
      this.#next = this.#tail.seqNum;
      return;
    }
    yield* this.#deliver(found, undefined);
  }

  /** Subscribes, and stays until the end, or until it fell behind and has to catch up again. */
  async *#followFromTail(): AsyncGenerator<ReadEvent, void, undefined> {
    const follower = this.#stream.follow();
    const stop = (): void => follower.fail(this.#context.signal.reason);
    this.#context.signal.addEventListener("abort", stop, { once: true });
    try {
      if (this.#stream.tail.seqNum > this.#tail.seqNum) this.#tail = this.#stream.tail;
      else yield* this.#follow(follower);
    } finally {
      this.#context.signal.removeEventListener("abort", stop);
      this.#stream.unfollow(follower);
    }
  }

  async *#follow(follower: Follower): AsyncGenerator<ReadEvent, void, undefined> {
    const { clock } = this.#context;
    if (this.#waitMs !== undefined) this.#deadlineMs ??= clock.now() + this.#waitMs;
    if (this.#deadlineMs !== undefined && this.#deadlineMs <= clock.now()) {
      this.#ended = true;
      return;
    }
    yield { type: "heartbeat", tail: this.#tail };
    while (!this.#ended && !this.#budget.exhausted) {
      const event = await follower.next(this.#heartbeatAtMs(), this.#deadlineMs ?? Number.POSITIVE_INFINITY);
      switch (event.type) {
        case "batch":
          this.#tail = event.batch.tail;
          yield* this.#deliver(event.batch.records, event.batch.tail);
          this.#next = this.#tail.seqNum;
          break;
        case "heartbeat-due":
          yield { type: "heartbeat", tail: this.#tail };
          break;
        case "deadline":
          this.#ended = true;
          return;
        case "lagged":
          this.#tail = this.#stream.tail;
          return;
      }
    }
  }

  /** Yields what the bounds admit of these records; a record that they refuse ends the read. */
  *#deliver(records: readonly StoredRecord[], tail: Position | undefined): Generator<ReadEvent, void, undefined> {
    const admitted = this.#budget.take(records);
    if (admitted.length < records.length) this.#ended = true;
    const last = admitted[admitted.length - 1];
    if (last === undefined) return;
    this.#assertReadable(admitted);
    this.#next = last.seqNum + 1;
    if (this.#waitMs !== undefined) this.#deadlineMs = this.#context.clock.now() + this.#waitMs;
    yield { type: "batch", records: admitted, tail };
  }

  #assertReadable(records: readonly StoredRecord[]): void {
    const { keyHash } = this.#context;
    if (records.some((record) => record.keyHash !== undefined && record.keyHash !== keyHash)) {
      throw apiError("decryption_failed", "records were written with another encryption key");
    }
  }

  #heartbeatAtMs(): number {
    const spreadMs = HEARTBEAT_MAX_MS - HEARTBEAT_MIN_MS;
    return this.#context.clock.now() + HEARTBEAT_MIN_MS + this.#context.random() * spreadMs;
  }
}

/** Counts above 2^53 bound nothing that memory can hold. */
function orInfinity(limit: bigint | undefined): number {
  return limit === undefined ? Number.POSITIVE_INFINITY : Number(limit);
}
