import { TransportError } from "@s2kit/core";
import { errorFromAnswer, stringifyJson, thrownHere } from "@s2kit/core/internal";
import { errorBehind } from "./send-typed.js";

/** What a generated function resolves with. */
export type OperationOutcome<Data> =
  | { readonly data: Data; readonly error?: never; readonly response: Response }
  | { readonly data?: never; readonly error: unknown; readonly response: Response };

/**
 * Takes the data out of what a generated function resolves with, or throws the typed error for its answer:
 * `const page = await unwrap(listBasins(rest))`.
 *
 * @throws `ApiError` or one of its kinds for an error answer; `protocol_error` for a success without data.
 */
export async function unwrap<Data>(outcome: OperationOutcome<Data> | Promise<OperationOutcome<Data>>): Promise<Data> {
  const { data, error, response } = await outcome;
  if (!response.ok) {
    const { status } = response;
    const body = typeof error === "string" ? error : stringifyJson(error ?? {});
    // A response that middleware or another `fetch` has made: nothing is known of what was sent.
    throw thrownHere(errorBehind(response) ?? errorFromAnswer({ status, body, mutates: true }));
  }
  if (data === undefined && response.status !== 202 && response.status !== 204) {
    throw new TransportError("the service answered without data", { code: "protocol_error", maybeApplied: true });
  }
  return data as Data;
}
