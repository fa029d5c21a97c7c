import { checkSignal } from "@s2kit/core/internal";
import { type CallOptions, type OperationOutcome, type RestClient, unwrap } from "@s2kit/rest";

/** What a generated function is called with: the client with the call's own settings, and what `fetch` takes of them. */
export interface CallContext {
  readonly client: RestClient;
  readonly init: { readonly signal?: AbortSignal };
}

/** A successful answer: its data, and what its status and headers tell beyond them. */
export interface Answer<Data> {
  readonly data: Data;
  readonly response: Response;
}

/**
 * Calls one generated function under a call's own options.
 *
 * @throws The typed error of an error answer; `signal.reason` when the caller aborts.
 */
export async function call<Data>(
  rest: RestClient,
  { signal, timeoutMs, deadlineMs, retry }: CallOptions,
  operation: (context: CallContext) => Promise<OperationOutcome<Data>>,
): Promise<Answer<Data>> {
  if (signal !== undefined) checkSignal(signal).throwIfAborted();
  const client = rest.with({ timeoutMs, deadlineMs, retry });
  const outcome = await operation({ client, init: signal === undefined ? {} : { signal } });
  return { data: await unwrap(outcome), response: outcome.response };
}
