import type { Clock, EndpointOptions, RetryOption } from "@s2kit/core";
import type { Logger } from "./logger.js";
import type { AccessToken } from "./token-source.js";

/** What every call takes; a client and a handle take the same, for all calls through them. */
export interface CallOptions {
  /**
   * Aborting it rejects the call with `signal.reason` at once, whatever it is doing. Of a client's, a handle's and the
   * call's own signal, each aborts.
   */
  readonly signal?: AbortSignal | undefined;
  /** Longest time of one attempt, in milliseconds; a long poll gets its wait on top. Default 5000. */
  readonly timeoutMs?: number | undefined;
  /** Longest time of the whole call with all its attempts, in milliseconds. Default: none. */
  readonly deadlineMs?: number | undefined;
  /** How often and how long to try again. What is not given keeps the outer level's value. */
  readonly retry?: RetryOption | undefined;
}

/** How request bodies are compressed. `"zstd"` needs a runtime that has it, such as Node 22.15. */
export type CompressionOption = "none" | "gzip" | "zstd";

/** Options of a client. */
export interface RestClientOptions extends CallOptions {
  /** A token, or a function that gives one whenever a request needs it. */
  readonly accessToken: AccessToken;
  /** Where the service is. Default: S2's cloud. */
  readonly endpoints?: EndpointOptions | undefined;
  /** Compression of request bodies from 1024 bytes on. Answers are decompressed in any case. Default `"none"`. */
  readonly compression?: CompressionOption | undefined;
  /** Used in place of the runtime's own `fetch`. It should honour `signal`; calls end in time even if it does not. */
  readonly fetch?: typeof fetch | undefined;
  /**
   * Headers for every request; those of a call and the SDK's own win. Printable ASCII. Refused are the ones that frame a
   * message, name its sender or target, or differ from call to call (`authorization`, `content-type`, `s2-basin`, …).
   */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Follows the SDK's own product in the `user-agent`, like `my-app/1.0`. Browsers keep theirs. */
  readonly userAgent?: string | undefined;
  /** Hears of answers (`debug`) and of retries (`warn`). Never gets a token, a query or a body. */
  readonly logger?: Logger | undefined;
  /** Time; for tests. */
  readonly clock?: Clock | undefined;
  /** Chance, from 0 inclusive to 1 exclusive; for tests. */
  readonly random?: (() => number) | undefined;
}
