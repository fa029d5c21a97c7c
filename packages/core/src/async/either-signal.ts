import { usageError } from "../errors/usage-error.js";
import { allowManyListeners } from "./many-listeners.js";

/** The part of an `AbortSignal` that s2kit uses. */
type Abortable = Pick<
  AbortSignal,
  "aborted" | "reason" | "throwIfAborted" | "addEventListener" | "removeEventListener"
>;

/**
 * One signal for two, of which either aborts. Holds on to nothing: whoever listens to it listens to both, and leaves
 * both. So it needs no end, which `AbortSignal.any` does on Node 20.
 */
class EitherSignal implements Abortable {
  readonly #first: Abortable;
  readonly #second: Abortable;

  constructor(first: Abortable, second: Abortable) {
    this.#first = first;
    this.#second = second;
  }

  get aborted(): boolean {
    return this.#first.aborted || this.#second.aborted;
  }

  get reason(): unknown {
    return this.#first.aborted ? this.#first.reason : this.#second.reason;
  }

  throwIfAborted(): void {
    this.#first.throwIfAborted();
    this.#second.throwIfAborted();
  }

  addEventListener(...args: Parameters<AbortSignal["addEventListener"]>): void {
    this.#first.addEventListener(...args);
    this.#second.addEventListener(...args);
  }

  removeEventListener(...args: Parameters<AbortSignal["removeEventListener"]>): void {
    this.#first.removeEventListener(...args);
    this.#second.removeEventListener(...args);
  }
}

/**
 * A signal that aborts with either of two; one of them where there is no other. For `onAbort`, `sleep`, `abortable` and
 * `throwIfAborted`, not for handing to a runtime. When both have aborted, the reason is the first's.
 */
export function eitherSignal(first: AbortSignal | undefined, second: AbortSignal | undefined): AbortSignal | undefined {
  if (first === undefined || first === second) return second;
  if (second === undefined) return first;
  return new EitherSignal(first, second) as Abortable as AbortSignal;
}

/** @throws `invalid_argument` for anything but an `AbortSignal`, of whatever make. */
export function checkSignal(value: unknown, field = "signal"): AbortSignal {
  const signal = value as Partial<AbortSignal> | null | undefined;
  if (typeof signal?.aborted !== "boolean" || typeof signal.addEventListener !== "function") {
    throw usageError(field, "an AbortSignal", value);
  }
  allowManyListeners(value as AbortSignal);
  return value as AbortSignal;
}

/** The signal of a call, which may have none. @throws As {@link checkSignal}. */
export function signalIfGiven(value: unknown): AbortSignal | undefined {
  return value === undefined ? undefined : checkSignal(value);
}
