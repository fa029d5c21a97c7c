import { type RequestSummary, S2Error, TransportError } from "@s2kit/core";

/**
 * Something came that we cannot make sense of. What says so by itself stays as it is, but for its verdict: a read never
 * changed anything, and what cannot be read in answer to an append may be the acknowledgement of something durable.
 */
export function unreadableError(
  error: unknown,
  what: string,
  request: RequestSummary | undefined,
  mutates: boolean,
): S2Error {
  if (S2Error.is(error)) return error.withVerdict(error.maybeApplied && mutates);
  return new TransportError(`${what} could not be handled`, {
    code: "protocol_error",
    maybeApplied: mutates,
    request,
    cause: error,
  });
}
