import type { S2ErrorCode } from "./codes.js";

const BRAND = Symbol.for("s2kit.error");

/** The request that an error belongs to. Never carries headers or bodies. */
export interface RequestSummary {
  readonly method: string;
  /** The path without its query, as it was sent. */
  readonly path: string;
}

/** What every error of this SDK is made from. */
export interface S2ErrorInit {
  readonly code: S2ErrorCode;
  readonly status?: number | undefined;
  readonly retryable?: boolean | undefined;
  readonly maybeApplied?: boolean | undefined;
  readonly request?: RequestSummary | undefined;
  readonly cause?: unknown;
}

/**
 * Base of every error that this SDK throws, except a caller's abort, which rejects with `signal.reason`.
 * Branch on {@link code}, never on `message`. {@link S2Error.is} works across copies of the package.
 */
export class S2Error extends Error {
  override readonly name: string = "S2Error";
  /** What went wrong. */
  readonly code: S2ErrorCode;
  /** The HTTP status, where the service answered. */
  readonly status: number | undefined;
  /** The same call may succeed when it is made again. */
  readonly retryable: boolean;
  /**
   * The call may have changed something although no success was reported.
   * The verdict covers the whole call with all its attempts, not the last one only. False means certainly not.
   */
  readonly maybeApplied: boolean;
  /** The request, where there was one. */
  readonly request: RequestSummary | undefined;
  /** The message without code, status and request. */
  readonly rawMessage: string;

  constructor(message: string, init: S2ErrorInit) {
    super(describe(message, init), init.cause === undefined ? undefined : { cause: init.cause });
    this.code = init.code;
    this.status = init.status;
    this.retryable = init.retryable ?? false;
    this.maybeApplied = init.maybeApplied ?? false;
    this.request = init.request;
    this.rawMessage = message;
    Object.defineProperty(this, BRAND, { value: true });
  }

  /** True for errors of any loaded copy or version of the SDK, unlike `instanceof`. */
  static is(value: unknown): value is S2Error {
    return typeof value === "object" && value !== null && Object.hasOwn(value, BRAND);
  }

  /**
   * The same error with another verdict: one failure can mean "maybe applied" for one batch and "never sent" for the next.
   * Returns itself when the verdict is the same already.
   */
  withVerdict(maybeApplied: boolean): this {
    return maybeApplied === this.maybeApplied ? this : twin(this, { maybeApplied });
  }

  /** The same error as that of a request, where it does not know of one: what cannot be read does not know who asked for it. */
  withRequest(request: RequestSummary): this {
    if (this.request !== undefined) return this;
    const message = describe(this.rawMessage, { code: this.code, status: this.status, request });
    return twin(this, { request }, message);
  }

  /** The same error as one that another try can mend, because something was changed meanwhile (a new token). */
  asRetryable(): this {
    return this.retryable ? this : twin(this, { retryable: true });
  }
}

/** A real Error object, so that runtimes print it as one, with the own properties of `error` but for those given. */
function twin<T extends S2Error>(
  error: T,
  changed: Partial<Pick<S2Error, "maybeApplied" | "retryable" | "request">>,
  message: string = error.message,
): T {
  const copy = new Error(message) as unknown as T;
  Object.setPrototypeOf(copy, Object.getPrototypeOf(error));
  const { stack: _stack, message: _message, ...own } = Object.getOwnPropertyDescriptors(error) as PropertyDescriptorMap;
  Object.defineProperties(copy, own);
  Object.assign(copy, changed);
  if (error.stack !== undefined) copy.stack = error.stack.replace(error.message, () => message);
  return copy;
}

function describe(message: string, { code, status, request }: S2ErrorInit): string {
  const where = [request && `${request.method} ${request.path}`, status && `HTTP ${status}`].filter(Boolean).join(", ");
  return `[${code}] ${message}${where && ` (${where})`}`;
}
