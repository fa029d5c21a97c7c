import type { Timer } from "../clock.js";
import type { Scheduler } from "./scheduler.js";
import type { Stream } from "./stream.js";

/**
 * Deletes streams that ask for it (`delete_on_empty`) once they hold no unexpired record and were not written for
 * their minimum age. A stream is looked at exactly when that can become true; the real service sweeps once a minute.
 */
export class EmptyStreamReaper {
  readonly #scheduler: Scheduler;
  readonly #remove: (stream: Stream) => void;
  readonly #timers = new Map<Stream, Timer>();

  constructor(scheduler: Scheduler, remove: (stream: Stream) => void) {
    this.#scheduler = scheduler;
    this.#remove = remove;
  }

  /** Looks at a stream anew: after it was created, trimmed or reconfigured. @param notBeforeMs - Earliest deletion. */
  review(stream: Stream, notBeforeMs: number = this.#scheduler.now()): void {
    this.forget(stream);
    const minAgeSeconds = stream.config.deleteOnEmptyMinAgeSeconds;
    if (minAgeSeconds === 0n || stream.deletedAtMs !== undefined) return;
    const lastExpiryMs = stream.log.lastExpiryMs();
    // Only a trim or a change of the configuration can empty this stream, and both lead here again.
    if (lastExpiryMs === Number.POSITIVE_INFINITY) return;
    const dueMs = Math.max(notBeforeMs, stream.lastWriteMs + Number(minAgeSeconds) * 1000, lastExpiryMs);
    const delayMs = dueMs - this.#scheduler.now();
    if (delayMs <= 0 && !stream.writing) {
      this.#remove(stream);
      return;
    }
    const timer = this.#scheduler.after(Math.max(1, delayMs), () => this.review(stream));
    this.#timers.set(stream, timer);
  }

  /** Stops watching a stream. */
  forget(stream: Stream): void {
    this.#timers.get(stream)?.cancel();
    this.#timers.delete(stream);
  }
}
