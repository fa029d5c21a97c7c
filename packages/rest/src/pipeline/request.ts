import type { CallOptions } from "../options.js";

/** Which endpoint serves a request: the account's, or a basin's. */
export type EndpointName = "account" | { readonly basin: string };

/**
 * What a request may change, and so when it may be sent again after a failure that leaves open whether it did.
 * A failure that is certain to have changed nothing is no hindrance for any of them.
 *
 * - `none`: nothing. Always.
 * - `idempotent`: the same, however often it is applied (by its nature, or by a request token). Always.
 * - `append`: records; as `retry.appends` says.
 * - `once`: something that must not happen twice (issuing a token). Never.
 */
export type Effect = "none" | "idempotent" | "append" | "once";

/** One request, as it goes through the pipeline. */
export interface PipelineRequest extends CallOptions {
  readonly method: string;
  readonly endpoint: EndpointName;
  /** Path below the base URL, percent-encoded, with a slash in front. */
  readonly path: string;
  /** Query without `?`. */
  readonly query?: string | undefined;
  /** On top of the client's own default headers. `accept` says what a success has to be; without it, JSON. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** A stream is sent as it comes: neither compressed, nor ever sent again. */
  readonly body?: string | Uint8Array | ReadableStream<Uint8Array> | undefined;
  readonly effect: Effect;
  /** Granted to every attempt on top of its time-out, in milliseconds: how long the service may wait by itself. */
  readonly extraTimeoutMs?: number | undefined;
}

/** A successful answer, read to its end. */
export interface PipelineResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
  /** The body as UTF-8. */
  text(): string;
}

/** A successful answer whose body is still to come. */
export interface PipelineStream {
  readonly status: number;
  readonly headers: Headers;
  /**
   * Read it to its end or cancel it: it holds a connection. Fails with `connection_lost` when the connection breaks,
   * and with `signal.reason` when the caller aborts.
   */
  readonly body: ReadableStream<Uint8Array>;
}
