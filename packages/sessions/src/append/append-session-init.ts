import type { Clock, ResolvedRetryPolicy } from "@s2kit/core";
import type { AppendTransport } from "../transport/transport.js";
import type { Pinning } from "./exactly-once.js";
import type { Lookout } from "./read-back.js";
import type { WriterMark } from "./writer-mark.js";

/** What exactly-once delivery takes. */
export interface ExactlyOnceInit {
  readonly pinning: Pinning;
  readonly lookout: Lookout;
  /** Present where there is a `writerId`. */
  readonly mark?: WriterMark | undefined;
}

/** What an append session is made of. Built by `openAppendSession`. */
export interface AppendSessionInit {
  readonly transport: AppendTransport;
  readonly retry: ResolvedRetryPolicy;
  readonly ackTimeoutMs: number;
  readonly maxInflightBytes: number;
  readonly maxInflightBatches: number;
  /** Present for exactly-once delivery. */
  readonly exactlyOnce: ExactlyOnceInit | undefined;
  readonly signal: AbortSignal | undefined;
  readonly clock: Clock;
  readonly random: () => number;
}

/** Where an append session stands, as its user sees it. */
export type AppendSessionState = "open" | "closing" | "closed" | "failed";

/** How a session was left by {@link AppendSession.abort}. */
export interface AppendAbortSummary {
  /** Batches of which it is not known whether they are on the stream. */
  readonly unknown: number;
  /** Batches that are certainly not on the stream. */
  readonly notApplied: number;
}
