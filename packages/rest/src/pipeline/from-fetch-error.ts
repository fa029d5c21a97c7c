import { type RequestSummary, S2Error, TransportError } from "@s2kit/core";
import { type Failure, type FailureKind, LOST, UNKNOWN } from "./failure-kinds.js";
import { readSigns } from "./failure-signs.js";

/**
 * What runtimes say when the network fails, for those that give no code. In this order: Node and Deno; workerd, and
 * Safari; Chromium, for the request and for the body, and Firefox; Firefox for the body; Safari.
 * Anything else is a mistake in somebody's program, or unknown: it is not tried again.
 */
const LOST_MESSAGE =
  /^\s*(?:fetch failed|terminated|error reading a body from connection|(?:the )?network connection (?:was )?lost|failed to fetch|network ?error(?: when attempting to fetch resource)?|error in body stream|load failed)[.\s]*$/i;

/** How far chains of causes are followed. */
const MAX_DEPTH = 6;

/**
 * The only place where what `fetch`, or reading its answer, rejected with becomes an S2Error.
 *
 * `connection_failed` is definite: the runtime proves that nothing was sent. Deno, workers and browsers cannot prove it;
 * with them every failure is `connection_lost`, which leaves open whether the request was received.
 */
export function fromFetchError(error: unknown, request: RequestSummary, mutates: boolean): S2Error {
  if (S2Error.is(error)) {
    const { rawMessage, code, retryable, cause } = error;
    if (code === "session_closed") return error;
    // The `fetch` that sessions bring along knows when nothing was sent, and whether another try can help.
    if (code === "connection_failed" || code === "request_refused") {
      return new TransportError(rawMessage, { code, retryable, request, cause });
    }
  }
  const failures = failuresIn(error);
  const { kind = kindSaid(failures), sign } = readSigns(failures);
  const { text, code, retryable } = kind;
  return new TransportError(sign ? `${text} (${sign})` : text, {
    code,
    retryable,
    maybeApplied: mutates && code !== "connection_failed",
    request,
    cause: error,
  });
}

/** What the messages tell. */
function kindSaid(failures: readonly Failure[]): FailureKind {
  const isLost = failures.some(({ message }) => typeof message === "string" && LOST_MESSAGE.test(message));
  return isLost ? LOST : UNKNOWN;
}

/** The error, its causes, and the failures gathered in them: the nearest first. */
function failuresIn(error: unknown): readonly Failure[] {
  const failures: Failure[] = [];
  let level = [error];
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    level = level.flatMap((value) => {
      if (typeof value !== "object" || value === null) return [];
      const failure = value as Failure;
      failures.push(failure);
      const { cause, errors } = failure;
      // Node tries every address of a host, and gathers the failures when none can be reached.
      return [cause, ...(Array.isArray(errors) ? errors : [])];
    });
  }
  return failures;
}
