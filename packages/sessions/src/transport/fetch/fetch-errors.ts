import { type RequestSummary, S2Error, TransportError } from "@s2kit/core";

/** The client ended all its connections under a request. */
export function cutError(request: RequestSummary, maybeApplied: boolean): S2Error {
  return new TransportError("the client's connections were closed", {
    code: "connection_lost",
    retryable: true,
    maybeApplied,
    request,
  });
}

/** Something came that we cannot make sense of. What says so by itself stays as it is, but for its verdict. */
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
