import { TransportError } from "@s2kit/core";
import { errorFromAnswer } from "@s2kit/core/internal";
import { errorBehind } from "./typed-client.js";

/** What a generated function resolves with. */
export type OperationOutcome<Data> =
  | { readonly data: Data; readonly error?: never; readonly response: Response }
  | { readonly data?: never; readonly error: unknown; readonly response: Response };

/**
 * Takes the data out of what a generated function resolves with, or throws the typed error for its answer.
 *
 * @throws `ApiError` or one of its kinds for an error answer; `protocol_error` for a success without data.
 */
export async function unwrap<Data>(outcome: OperationOutcome<Data> | Promise<OperationOutcome<Data>>): Promise<Data> {
  const { data, error, response } = await outcome;
  if (!response.ok) {
    throw (
      errorBehind(response) ??
      errorFromAnswer({
        status: response.status,
        body: typeof error === "string" ? error : JSON.stringify(error ?? ""),
        mutates: true,
      })
    );
  }
  if (data === undefined && response.status !== 202 && response.status !== 204) {
    throw new TransportError("the service answered without data", { code: "protocol_error", maybeApplied: true });
  }
  return data as Data;
}
