import {
  type AppendConditions,
  type AppendRecord,
  type AppendSession,
  type AppendSessionOptions,
  type RetryPolicy,
  S2Error,
  type Stream,
} from "s2kit";
import { PATIENCE, TIRELESS } from "../chaos/patience.js";
import type { Result } from "./history-event.js";

/** By which part of the SDK a client appends. */
export type AppenderKind = "request" | "session" | "exactly-once";

/** Gives up in the end, so that an operation takes a bounded time. */
const PATIENT_ENOUGH: RetryPolicy = { ...TIRELESS, maxAttempts: 12 };

/**
 * Appends one batch at a time, at most once: what may have been applied is not sent again, unless it is pinned to its
 * place. Tells how each append ended.
 */
export class Appender {
  readonly #stream: Stream;
  readonly #kind: AppenderKind;
  #session: AppendSession | undefined;

  constructor(stream: Stream, kind: AppenderKind) {
    this.#stream = stream;
    this.#kind = kind;
  }

  /** Never rejects. */
  async append(records: readonly AppendRecord[], conditions: AppendConditions): Promise<Result> {
    try {
      const { end } =
        this.#kind === "request" ? await this.#request(records, conditions) : await this.#submit(records, conditions);
      return { kind: "appended", tail: end.seqNum };
    } catch (error) {
      return { kind: S2Error.is(error) && !error.maybeApplied ? "notAppended" : "maybeAppended" };
    }
  }

  async close(): Promise<void> {
    this.#session?.abort();
  }

  #request(records: readonly AppendRecord[], conditions: AppendConditions): ReturnType<Stream["append"]> {
    return this.#stream.append(records, { ...conditions, retry: { ...PATIENT_ENOUGH, appends: "noSideEffects" } });
  }

  async #submit(records: readonly AppendRecord[], conditions: AppendConditions): ReturnType<Stream["append"]> {
    if (this.#session?.state !== "open") this.#session = this.#stream.appendSession(this.#options());
    const ticket = await this.#session.submit(records, conditions);
    return await ticket.ack();
  }

  #options(): AppendSessionOptions {
    const common = { ackTimeoutMs: PATIENCE.ackMs };
    if (this.#kind === "session") return { ...common, retry: { ...PATIENT_ENOUGH, appends: "noSideEffects" } };
    return { ...common, retry: PATIENT_ENOUGH, delivery: "exactly-once", onInterference: "rebase" };
  }
}
