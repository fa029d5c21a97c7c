import type { StreamPosition, U64 } from "@s2kit/core";
import { addU64 } from "@s2kit/core/internal";
import { CaughtUp } from "./caught-up.js";

/** What counts of a batch. A `RecordBatch` is one. */
export interface TrackedBatch {
  /** Sequence number of its last record; `undefined` for a heartbeat, which has none. */
  readonly lastSeqNum: U64 | undefined;
  /** The stream's tail, where the service told it. */
  readonly tail: StreamPosition | undefined;
}

/**
 * Works out whether a consumer has been given everything up to the stream's tail. A read session does so by itself; this
 * is for whoever reads by other means: single reads in a loop, event streams, a queue between reading and handling.
 *
 * ```ts
 * const tracker = new CaughtUpTracker();
 * for await (const batch of session.batches()) {
 *   tracker.arrived(batch);
 *   queue.push(batch, () => tracker.handedOut(batch)); // called when all of it was handled
 * }
 * ```
 */
export class CaughtUpTracker {
  readonly #state: CaughtUp = new CaughtUp();
  /** Batches with records that have arrived and are not handed out. */
  readonly #open: Set<TrackedBatch> = new Set();
  /** Heartbeats that have arrived: nobody has to hand them out, who does so all the same tells nothing new. */
  readonly #heartbeats: WeakSet<TrackedBatch> = new WeakSet();
  /** The tail, when the newest batch reaches it. */
  #reached: StreamPosition | undefined;
  #tail: StreamPosition | undefined;

  /** Everything up to the newest tail known was handed out. */
  get isCaughtUp(): boolean {
    return this.#state.isCaughtUp;
  }

  /** The newest tail that the service told of. It does so at the tail only, not while a reader catches up. */
  get tail(): StreamPosition | undefined {
    return this.#tail;
  }

  /**
   * Resolves with the tail once everything up to it was handed out, at once when it is so now. That tail stays what was
   * resolved with, whatever is appended later.
   *
   * @param options - Aborting the signal ends this wait with `signal.reason` and leaves others alone.
   * @throws What {@link end} was told; `session_closed` when it was told nothing.
   */
  caughtUp(options: { readonly signal?: AbortSignal | undefined } = {}): Promise<StreamPosition> {
    return this.#state.wait(options.signal);
  }

  /** A batch has come in. With records, the consumer is behind until it is {@link handedOut}; a heartbeat needs no more. */
  arrived(batch: TrackedBatch): void {
    if (batch.tail !== undefined) this.#tail = batch.tail;
    this.#reached = reachedTail(batch);
    if (batch.lastSeqNum === undefined) this.#heartbeats.add(batch);
    else this.#open.add(batch);
    this.#settle();
  }

  /** The consumer has been given all of a batch. One that was never told as {@link arrived} counts as both. */
  handedOut(batch: TrackedBatch): void {
    if (this.#heartbeats.delete(batch)) return;
    if (!this.#open.has(batch)) this.arrived(batch);
    if (this.#open.delete(batch)) this.#settle();
  }

  /** The connection was lost: what it told of the tail counts no more, and the consumer is behind until the next one does. */
  interrupted(): void {
    this.#reached = undefined;
    this.#settle();
  }

  /**
   * Nothing comes any more. Who is caught up stays so when there is no reason; everyone else who waits is rejected.
   *
   * @param reason - What the reading failed with.
   */
  end(reason?: unknown): void {
    this.#state.end(reason);
  }

  #settle(): void {
    if (this.#open.size === 0 && this.#reached !== undefined) this.#state.reached(this.#reached);
    else this.#state.behind();
  }
}

/** The tail, when nothing lies between the batch and it. */
function reachedTail({ lastSeqNum, tail }: TrackedBatch): StreamPosition | undefined {
  return tail !== undefined && (lastSeqNum === undefined || addU64(lastSeqNum, 1) === tail.seqNumU64)
    ? tail
    : undefined;
}
