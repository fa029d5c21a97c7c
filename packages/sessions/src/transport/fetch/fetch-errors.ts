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

/** Something was due, and did not come: the reason that `fetch` is given for letting go of a request. */
export function silenceError(request: RequestSummary): S2Error {
  return new TransportError("the service was silent for too long", { code: "timeout", retryable: true, request });
}
