import type { Clock } from "../clock.js";
import { MAX_FOLLOWER_LAG_BATCHES } from "../model/limits.js";
import type { Position } from "../model/position.js";
import type { StoredRecord } from "./record-log.js";

/** One append batch as it is handed to live readers. */
export interface LiveBatch {
  readonly records: readonly StoredRecord[];
  /** The position after the batch. */
  readonly tail: Position;
}

/** What a live reader is woken for. */
export type FollowerEvent =
  | { readonly type: "batch"; readonly batch: LiveBatch }
  | { readonly type: "lagged" }
  | { readonly type: "heartbeat-due" }
  | { readonly type: "deadline" };

/**
 * A live reader's end of a stream: a queue of at most 25 batches. A reader that falls further behind loses the queue
 * and is told so; it then catches up from storage, so a slow reader never holds unbounded memory.
 */
export class Follower {
  readonly #clock: Clock;
  #queue: LiveBatch[] = [];
  #lagged = false;
  #failure: { readonly reason: unknown } | undefined;
  #wake: (() => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Called by the stream for each batch that became durable. */
  push(batch: LiveBatch): void {
    if (this.#lagged) return;
    if (this.#queue.length >= MAX_FOLLOWER_LAG_BATCHES) {
      this.#lagged = true;
      this.#queue = [];
    } else {
      this.#queue.push(batch);
    }
    this.#wake?.();
  }

  /** Makes `next` throw `reason` once the queue is empty. */
  fail(reason: unknown): void {
    this.#failure ??= { reason };
    this.#wake?.();
  }

  /**
   * Waits for what comes first; of several due at once: batch, then heartbeat, then deadline.
   *
   * @param heartbeatAtMs - Milliseconds since the Unix epoch, as is `deadlineMs`; the latter may be `Infinity`.
   * @throws the reason given to `fail`.
   */
  async next(heartbeatAtMs: number, deadlineMs: number): Promise<FollowerEvent> {
    for (;;) {
      const event = this.#due(heartbeatAtMs, deadlineMs);
      if (event !== undefined) return event;
      await this.#sleepUntil(Math.min(heartbeatAtMs, deadlineMs));
    }
  }

  #due(heartbeatAtMs: number, deadlineMs: number): FollowerEvent | undefined {
    const batch = this.#queue.shift();
    if (batch !== undefined) return { type: "batch", batch };
    if (this.#failure !== undefined) throw this.#failure.reason;
    if (this.#lagged) return { type: "lagged" };
    const nowMs = this.#clock.now();
    if (nowMs >= heartbeatAtMs) return { type: "heartbeat-due" };
    if (nowMs >= deadlineMs) return { type: "deadline" };
    return undefined;
  }

  #sleepUntil(untilMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.#clock.setTimer(() => this.#wake?.(), untilMs - this.#clock.now());
      this.#wake = () => {
        timer.cancel();
        this.#wake = undefined;
        resolve();
      };
    });
  }
}
