import { S2Error } from "@s2kit/core";

/** Why an append session is over, and whether anybody knows. */
export class SessionFailure {
  readonly #signal: AbortSignal | undefined;
  #failure: { readonly reason: unknown } | undefined;
  /** Somebody was told. */
  seen = false;
  /** Somebody is being told now. */
  readonly told = (): void => {
    this.seen = true;
  };

  /** @param signal - The caller's. Its reason is passed on unchanged. */
  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
  }

  /** Something went wrong. */
  get happened(): boolean {
    return this.#failure !== undefined;
  }

  /** With a verdict on everything that was not acknowledged. */
  get reason(): unknown {
    return this.#failure?.reason;
  }

  /** The same for something that was never taken on, and so certainly never sent. */
  get reasonForNew(): unknown {
    const { reason } = this;
    return S2Error.is(reason) && !this.isByCaller(reason) ? reason.withVerdict(false) : reason;
  }

  /** It is the reason of the caller's signal. */
  isByCaller(reason: unknown): boolean {
    return this.#signal?.aborted === true && this.#signal.reason === reason;
  }

  record(reason: unknown): void {
    this.#failure = { reason };
  }

  /** Throws it to somebody who waits for what was taken on. */
  throwIfHappened(): void {
    if (this.#failure === undefined) return;
    this.seen = true;
    throw this.reason;
  }

  /** Throws it to somebody who brings something new. */
  refuseIfHappened(): void {
    if (this.#failure === undefined) return;
    this.seen = true;
    throw this.reasonForNew;
  }
}
