import type { S2Error } from "@s2kit/core";

/** The stream that a session works on, and how to ask for it. */
export interface SessionTarget {
  /** Base URL of the stream's basin, without a trailing slash or query. */
  readonly baseUrl: string;
  /** Query parameters that belong to every request; empty when there are none. */
  readonly query: string;
  /** Path of the stream's records below the base URL, percent-encoded. */
  readonly recordsPath: string;
  /** Headers of a new request, token included. Asked anew for every connection: tokens change. */
  headers(): Promise<Record<string, string>>;
  /**
   * Told of every error answer. When the token was refused and there is a new one to try, returns the error as a retryable one;
   * otherwise the error as it is.
   */
  judgeError(error: S2Error): S2Error;
}
