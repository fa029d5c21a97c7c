import { type RequestSummary, type S2Error, TransportError } from "@s2kit/core";

/** The connection was never made, so that nothing was sent: proven by the runtime's own code (Node, Bun). */
const NEVER_SENT: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EADDRNOTAVAIL",
  "UND_ERR_CONNECT_TIMEOUT",
  "ConnectionRefused",
  "FailedToOpenSocket",
  "DNSResolveFailed",
]);

/** Failures to connect that trying again does not mend: unknown names and certificates that do not check out. */
const PERMANENT =
  /^(ENOTFOUND|ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|INVALID_CA|HOSTNAME_MISMATCH)/;

/** How far a chain of causes is followed. */
const MAX_DEPTH = 6;

/**
 * Turns whatever `fetch`, or reading its answer, rejected with into a transport error. The request was checked before,
 * so that this is the network's failure and not the caller's.
 *
 * Deno, workers and browsers do not tell whether anything was sent: there it counts as sent.
 */
export function fromFetchError(error: unknown, request: RequestSummary, mutates: boolean): S2Error {
  const codes = codesOf(error);
  const permanent = codes.some((code) => PERMANENT.test(code));
  if (permanent || codes.some((code) => NEVER_SENT.has(code))) {
    return new TransportError(`could not connect (${codes[0]})`, {
      code: "connection_failed",
      retryable: !permanent,
      maybeApplied: false,
      request,
      cause: error,
    });
  }
  return new TransportError(`the connection was lost${codes.length > 0 ? ` (${codes[0]})` : ""}`, {
    code: "connection_lost",
    retryable: true,
    maybeApplied: mutates,
    request,
    cause: error,
  });
}

function codesOf(error: unknown): string[] {
  const codes: string[] = [];
  const queue: unknown[] = [error];
  for (let depth = 0; depth < MAX_DEPTH && queue.length > 0; depth++) {
    const next = queue.shift();
    if (typeof next !== "object" || next === null) continue;
    const { code, cause, errors } = next as { code?: unknown; cause?: unknown; errors?: unknown };
    if (typeof code === "string") codes.push(code);
    queue.push(cause);
    // Node tries every address of a name and gathers the failures.
    if (Array.isArray(errors)) queue.push(errors[0]);
  }
  return codes;
}
