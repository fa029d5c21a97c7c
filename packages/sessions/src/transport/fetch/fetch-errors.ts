import { type RequestSummary, type S2Error, TransportError } from "@s2kit/core";

/** The client ended all its connections under a request. */
export function cutError(request: RequestSummary, maybeApplied: boolean): S2Error {
  return new TransportError("the client's connections were closed", {
    code: "connection_lost",
    retryable: true,
    maybeApplied,
    request,
  });
}
