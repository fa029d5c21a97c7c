import type { KnownDefect } from "./known-defects.js";

const CLOSING = "sessions/test/session/closing-the-client.test.ts";
const VERDICTS = "sessions/test/session/verdicts.test.ts";
const TROUBLE = "sessions/test/session/trouble.test.ts";
const ADMISSION = "sessions/test/session/admission.test.ts";
const LATE = "sessions/test/session/late-request.test.ts";
const HTTP2 = "sessions/test/transport/http2/s2s-exchange.test.ts";
const READ_MACHINE = "sessions/test/read/read-machine.test.ts";
const RETRY = "rest/test/pipeline/retry.test.ts";
const LIMITS = "rest/test/pipeline/limits.test.ts";
const ANSWERS = "core/test/error-answers.test.ts";
const PRODUCER = "batching/test/producer/producer.test.ts";

const row = (defect: string, file: string, test: string): KnownDefect => ({ defect, file, test });

/** What goes wrong elsewhere around sessions: endings, single requests, producers, packaging. */
export const MORE_KNOWN_DEFECTS: readonly KnownDefect[] = [
  // Endings.
  row(
    "closing hangs while a read is open",
    CLOSING,
    "%s in the middle of a bounded read: it rejects, and does not end as if all were read",
  ),
  row(
    "closing leaves a session usable, or a ticket open",
    CLOSING,
    "what is closed is closed for good: no session opens, and an idle one sends nothing",
  ),
  row(
    "a peer that is given up for its silence counts as the end of the read",
    HTTP2,
    "a read whose peer falls silent is lost, not at its end: asked by PING %s",
  ),
  // Append sessions.
  row(
    "an old stream stays open after a time-out, and its late acknowledgements count",
    HTTP2,
    "tells nothing more after cancel, and resets the stream",
  ),
  row(
    "a blocked write hides that the service has stopped reading",
    TROUBLE,
    "whose service stops reading notices by its acknowledgement time-out, though its writes are blocked",
  ),
  row(
    "a session whose idle connection ends dies without an error",
    TROUBLE,
    "whose service ends it while it is idle opens another for the next batch",
  ),
  row(
    "submissions that wait for room fail as ambiguous, though they were never sent",
    TROUBLE,
    "refuses whoever waits for room when it fails as certainly not applied",
  ),
  row(
    "a reservation of more than there is never resolves",
    ADMISSION,
    "a reservation of more than a batch may have is refused at once, and does not wait for ever",
  ),
  row(
    "a matchSeqNum lets noSideEffects send again",
    "sessions/test/append/append-machine-verdicts.test.ts",
    "a matchSeqNum makes no difference: a resend could report a mismatch with itself",
  ),
  row(
    "close and flush tell another verdict than the ticket",
    VERDICTS,
    "a final error after an attempt that may have been applied says so everywhere",
  ),
  row(
    "nobody finds out whether an abandoned batch was applied",
    LATE,
    "after the session gave up: its ticket names the place, where the same batch can be sent again",
  ),
  row(
    "a late request is written although its resend was",
    LATE,
    "after its resend was acknowledged is refused by its pin",
  ),
  row(
    "a TLS handshake that never ends holds up everything",
    TROUBLE,
    "a server that accepts a connection and never begins TLS is given up after the connect time-out",
  ),
  row(
    "a token provider that never answers holds up a session",
    "sessions/test/session/token-refresh.test.ts",
    "an append session gives up after its attempts, and certainly nothing was sent",
  ),
  row(
    "a busy process takes acknowledgements that have arrived for missing",
    "sessions/test/timing/wake-timer.test.ts",
    "in a process that was busy, what has arrived meanwhile is looked at before anybody is called silent",
  ),
  // Read sessions.
  row(
    "a read that was resumed is clamped to the tail of another stream",
    READ_MACHINE,
    "after the last record received, whatever the start was; clamp is not repeated",
  ),
  row(
    "event streams are searched again from their beginning for every piece",
    "sessions/test/transport/sse/event-inbox.test.ts",
    "may have an event of 5 MB in pieces of 100 bytes",
  ),
  row(
    "every error event is retried, refused tokens too",
    "sessions/test/transport/sse/sse-exchange.test.ts",
    "the error event %s is what its code says",
  ),
  // Single requests.
  row(
    "single requests have no time-out",
    LIMITS,
    "gives one attempt 5 seconds when nothing else is said, and tries again",
  ),
  row("a long poll is cut by the time-out", LIMITS, "adds the service's own waiting time to the attempt's"),
  row("retry-after means nothing to single requests", RETRY, "waits as %s: %s says, %i ms"),
  row("a 416 loses its type and tail", RETRY, "keeps the type and the tail of a 416 before the last attempt"),
  row("a 416 without a tail has one at 0", ANSWERS, "with the body %j has no tail, rather than one at 0"),
  row(
    "a sequence number of a mismatch is rounded",
    ANSWERS,
    "with a sequence number beyond 2^53 − 1 is exact, and refuses to be a number",
  ),
  row("a proxy's page hides the status", RETRY, "decides by the status when the body is a proxy's page"),
  row(
    "issuing a token is repeated when it may have succeeded",
    "s2kit/test/calls/repeated-calls.test.ts",
    "is not repeated after %s",
  ),
  row(
    "a delete whose first attempt succeeded is simply not found",
    RETRY,
    "a delete that finds nothing after an ambiguous failure may have been the one that deleted",
  ),
  row(
    "a definite refusal hides that an earlier attempt may have been applied",
    "s2kit/test/stream/stream.test.ts",
    "says maybe applied when an earlier attempt may have been, whatever the last one said",
  ),
  row(
    "a token leaves for production because only one endpoint was changed",
    "core/test/endpoints.test.ts",
    "only the account is both",
  ),
  // Producers.
  row(
    "a record above a configured limit ends the producer",
    PRODUCER,
    "%s is refused alone, by submit and by trySubmit",
  ),
  row(
    "batches that were sent fail with another record's validation error",
    PRODUCER,
    "beyond the last sequence number is refused, while those before it go out",
  ),
  row(
    "each flush costs a stalled round trip",
    "batching/test/producer/producer-flush.test.ts",
    "does not wait for records submitted after it, and matchSeqNum goes on",
  ),
  // Packaging.
  row(
    "a bundle for browsers needs node:http2",
    "sessions/test/transport/browser-bundle.test.ts",
    "imports nothing that is not in the bundle, no module of Node's above all",
  ),
];
