import type { S2Error } from "@s2kit/core";

/** The stream that a session works on, and how to ask for it. */
export interface SessionTarget {
  /** Base URL of the stream's basin, without a trailing slash or query. */
  readonly baseUrl: string;
  /** Query parameters that belong to every request; empty when there are none. */
  readonly query: string;
  /** Path of the stream's records below the base URL, percent-encoded. */
  readonly recordsPath: string;
  /**
   * Headers of a new request, token included. Asked anew for every connection: tokens change.
   *
   * @param dropped - Aborts when nobody wants them any more.
   */
  headers(dropped: AbortSignal): Promise<Record<string, string>>;
  /** Told that the service took a request with such headers. */
  accepted(): void;
  /**
   * Judges an error answer to a request with these headers. When the token was refused and there is another to try,
   * the error comes back as a retryable one; otherwise as it is.
   */
  judgeError(error: S2Error, headers?: Readonly<Record<string, string>> | undefined): S2Error;
}

/**
 * The token was refused, and the next request will carry another: worth a try at once, whatever the retry policy says.
 * Refusals are retryable only by the judgement of {@link SessionTarget.judgeError}, which is given once.
 */
export function renewsToken(error: S2Error): boolean {
  return error.retryable && (error.status === 401 || error.status === 403);
}
