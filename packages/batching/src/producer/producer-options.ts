import type { Clock } from "@s2kit/core";
import type { BatchOptions } from "../batch/batch-options.js";

/** What a producer closes or aborts together with itself. An append session is one. */
export interface OwnedSink {
  close(): Promise<unknown>;
  abort(reason?: unknown): void;
}

/** How a producer batches, and what it owns. */
export interface ProducerOptions extends BatchOptions {
  /** Closed after the last acknowledgement when the producer is closed, aborted when it is aborted. Default: nothing. */
  readonly ownedSink?: OwnedSink | undefined;
  /** For the linger time. Default: the runtime's own. */
  readonly clock?: Clock | undefined;
}

/**
 * Where a producer is in its life. It fails by itself when its sink fails, and by `Producer.abort`.
 * `"closing"` and `"closed"` are reached by `Producer.close` only.
 */
export type ProducerState = "open" | "closing" | "closed" | "failed";
