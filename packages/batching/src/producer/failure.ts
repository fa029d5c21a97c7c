import { S2Error } from "@s2kit/core";

/** The first thing that went wrong: it ends a producer, and all that comes later is told of it. */
export class Failure {
  /** What it was, as it was reported. */
  readonly cause: unknown;
  readonly #asIs: boolean;
  /** The caller was told of it, by a ticket, a call that it ended, or because it was their own abort. */
  seen = false;

  private constructor(cause: unknown, asIs: boolean) {
    this.cause = cause;
    this.#asIs = asIs;
  }

  /** An error of the sink. Its verdict is about one batch, so it is set anew for each. */
  static ofSink(error: unknown): Failure {
    return new Failure(error, false);
  }

  /** A caller's abort: the reason is passed on unchanged. */
  static ofCaller(reason: unknown): Failure {
    return new Failure(reason, true);
  }

  /** The error for something that may have been applied, or certainly was not. */
  toError(maybeApplied: boolean): unknown {
    return !this.#asIs && S2Error.is(this.cause) ? this.cause.withVerdict(maybeApplied) : this.cause;
  }
}
