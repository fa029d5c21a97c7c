import type { CallOptions } from "../options.js";

/** Which endpoint serves a request: the account's, or a basin's. */
export type EndpointName = "account" | { readonly basin: string };

/**
 * What a request may change, and so when it may be sent again after a failure that leaves that open.
 *
 * - `none`: nothing. - `idempotent`: the same, however often it is applied. Both are always sent again.
 * - `append`: records; as `retry.appends` says.
 * - `once`: something that must not happen twice (issuing a token); never sent again.
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
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | Uint8Array | undefined;
  readonly effect: Effect;
  /** Granted to every attempt on top of its time-out, in milliseconds: how long the service may wait by itself. */
  readonly extraTimeoutMs?: number | undefined;
}

/** A successful answer, read to its end. */
export interface PipelineResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
  text(): string;
}
