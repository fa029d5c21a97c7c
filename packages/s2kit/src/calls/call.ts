import { type CallOptions, type OperationOutcome, type RequestOptions, type RestClient, unwrap } from "@s2kit/rest";

/** A successful answer: its data, and what its status and headers tell beyond them. */
export interface Answer<Data> {
  readonly data: Data;
  readonly response: Response;
}

/**
 * Calls one generated function under a call's own options.
 *
 * @param parts - What goes into the request: `path`, `query`, `body` and the like.
 * @throws The typed error of an error answer; `signal.reason` when the caller aborts.
 */
export async function call<Parts extends object, Data>(
  rest: RestClient,
  { signal, timeoutMs, deadlineMs, retry }: CallOptions,
  operation: (client: RestClient, options: Parts & RequestOptions) => Promise<OperationOutcome<Data>>,
  parts: Parts,
): Promise<Answer<Data>> {
  const client = rest.with({ signal, timeoutMs, deadlineMs, retry });
  signal?.throwIfAborted();
  const outcome = await operation(client, parts);
  return { data: await unwrap(outcome), response: outcome.response };
}
