/** A defect seen in another client, or a scenario that clients are known to fail, and the test that ours does not. */
export interface KnownDefect {
  /** What goes wrong elsewhere. */
  readonly defect: string;
  /** The test's file below `packages/`, and its title. */
  readonly file: string;
  readonly test: string;
}

const APPEND = "sessions/test/session/append-session.test.ts";
const MACHINE = "sessions/test/append/append-machine.test.ts";
const PROPERTY = "sessions/test/append/append-machine.property.test.ts";
const READ = "sessions/test/session/read-session.test.ts";
const READ_MACHINE = "sessions/test/read/read-machine.test.ts";
const HTTP2 = "sessions/test/transport/http2/s2s-exchange.test.ts";
const TOKENS = "sessions/test/session/token-refresh.test.ts";
const EXIT = "sessions/test/session/process-exit.test.ts";
const FOLLOW = "conformance/test/sdk/follow.test.ts";

const row = (defect: string, file: string, test: string): KnownDefect => ({ defect, file, test });

export const KNOWN_DEFECTS: readonly KnownDefect[] = [
  // Append sessions.
  row(
    "an acknowledgement time-out waits for the silent server to drain: deadlock",
    APPEND,
    "a lost acknowledgement is noticed by its time-out and the batch goes out again",
  ),
  row(
    "a blocked write disables the acknowledgement time-out",
    MACHINE,
    "counts from the sending, not from the submission, and drops the connection before another is made",
  ),
  row(
    "only the oldest batch has a time-out of its own",
    MACHINE,
    "each batch has its own time: a batch sent later is due later",
  ),
  row(
    "a batch submitted meanwhile is not written until the oldest is acknowledged",
    MACHINE,
    "connects with the first batch and sends each batch at once, whatever is unacknowledged",
  ),
  row(
    "two submits without waiting may be accepted in reverse order; small ones overtake large ones",
    APPEND,
    "keeps the order of calls when submits wait for room",
  ),
  row(
    "a bad timestamp kills the session silently",
    APPEND,
    "refuses a bad record before anything is sent and goes on working",
  ),
  row(
    "an HTTP error without a body leaves tickets hanging",
    APPEND,
    "403 without a body is final and settles every ticket",
  ),
  row(
    "an error body in two pieces loses its code",
    HTTP2,
    "an error body that comes in pieces is put together before it is understood",
  ),
  row(
    "an abort is taken for a failure and the batch is appended again",
    APPEND,
    "a signal aborts it with its reason: nothing is sent again",
  ),
  row(
    "an acknowledgement with a timestamp beyond 2^53 is retried: three copies",
    APPEND,
    "an acknowledgement with timestamps beyond 2^53 is taken as it is: nothing is written twice",
  ),
  row("an acknowledgement that cannot be read is retried", APPEND, "a corrupt acknowledgement is never retried"),
  row(
    "acknowledgements shift by one after a resend that was applied twice",
    MACHINE,
    "an acknowledgement that %s ends the session without a retry, as maybe applied",
  ),
  row(
    "acknowledgements that do not grow are dropped and the batch times out",
    MACHINE,
    "an acknowledgement before the end of the last one means that the stream was replaced",
  ),
  row(
    "acknowledgements that came before a terminal error are lost",
    APPEND,
    "acknowledgements before a terminal frame count",
  ),
  row(
    "a clean end with unacknowledged batches goes unnoticed, or is final",
    MACHINE,
    "a clean end with unacknowledged batches is a failure at once",
  ),
  row(
    "a truncated acknowledgement counts as an end",
    APPEND,
    "a truncated acknowledgement and a clean end are a failure, not an end",
  ),
  row(
    "being disconnected while idle uses attempts up, or kills the session",
    MACHINE,
    "a connection lost while idle costs no attempt and the next batch opens another",
  ),
  row(
    "noSideEffects sends again what was sent without matchSeqNum",
    PROPERTY,
    "policy noSideEffects: no batch is there twice",
  ),
  row("noSideEffects cannot retry a refused connection, draining, or a rate limit", MACHINE, "sends again when %s"),
  row(
    "the retry of an append that was applied reports a plain mismatch",
    MACHINE,
    "a final error ends the session: a later 412 does not hide that an earlier attempt may have been applied",
  ),
  row(
    "after a 412 behind a resend nobody knows whether the batch is there",
    APPEND,
    "%s after the commit: the batch is found on the stream and acknowledged",
  ),
  row(
    "batches never sent fail as ambiguous",
    MACHINE,
    "gives up after maxAttempts failures in a row, each batch with its own verdict",
  ),
  row(
    "the cause of a failure cannot be had from the session; later submits say only closed",
    APPEND,
    "rejects the batch whose condition fails and all behind it, those before it are acknowledged",
  ),
  row(
    "close while a submit waits for room: a ticket that never settles",
    APPEND,
    "close wakes who waits for room, and drains what was taken on",
  ),
  row(
    "an aborted wait for room hangs, or corrupts the capacity",
    APPEND,
    "a submit that waits for room is withdrawn by its signal, and those behind it go on",
  ),
  row("closing hangs on a server that never ends its answer", MACHINE, "does not wait for ever for the service to end"),
  row(
    "a server that drains for ever is asked hundreds of times a second",
    APPEND,
    "a server that drains for ever is asked a bounded number of times",
  ),
  row(
    "the second advice to reconnect within a minute is followed",
    MACHINE,
    "a second advice within a minute is declined, one after a minute is followed",
  ),
  row(
    "a handover waits for ever for the old connection",
    MACHINE,
    "a service that never ends the old connection is left after the acknowledgement time-out",
  ),
  row("retry-after is ignored", MACHINE, "honours the wait that the service asks for"),
  row("a request taken for dead lands after its resend", PROPERTY, "exactly once, %s"),
  row(
    "the acknowledged is lost or misplaced when connections are cut",
    FOLLOW,
    "with the connection cut ten times nothing acknowledged is lost and the follower gets every record in order",
  ),
  row(
    "no client offers exactly once",
    FOLLOW,
    "exactly once: with the connection cut ten times every record is there once, in order",
  ),
  // Read sessions.
  row(
    "the position runs ahead of what was delivered",
    READ,
    "position is one past the last record handed out, not what has arrived",
  ),
  row(
    "records that have arrived are lost when an error follows",
    READ,
    "what has arrived is handed out before the error",
  ),
  row(
    "no back-pressure: the whole backlog is buffered",
    READ,
    "a consumer that stops holds no more than the buffer and the window, and then gets everything",
  ),
  row(
    "the watchdog fires while the consumer has stopped",
    READ_MACHINE,
    "silence is not counted while the consumer has stopped us",
  ),
  row("an HTTP error without a body ends the read cleanly", READ, "%s is retried, not taken for an empty stream"),
  row(
    "a signal that is aborted already is ignored; an abort ends the read cleanly",
    READ,
    "a signal ends it at once with its reason, also while it waits",
  ),
  row(
    "an idle tail dies on the third disconnect, however far apart",
    READ_MACHINE,
    "any frame puts the end of patience off, and starts the count of failures anew",
  ),
  row(
    "a reconnect before the first record jumps to a newer tail",
    READ,
    "a start relative to the tail is pinned by the first heartbeat: nothing appended during a cut is missed",
  ),
  row(
    "the end of the body in the middle of a frame is taken for the end of the read",
    READ,
    "%s in the middle of a frame: it resumes after what arrived, without gap or repeat",
  ),
  row(
    "the end of the body of a follow is taken for the end of the read",
    READ,
    "a clean end of a follow that has no end is a cut: it goes on",
  ),
  row(
    "a bounded read that is cut at its end reports 416",
    READ,
    "a bounded read that is cut right at its end has everything: no error",
  ),
  row(
    "limits are subtracted twice over several retries",
    READ_MACHINE,
    "count and bytes are what is left of the originals, never subtracted twice",
  ),
  row("heartbeats stretch the wait", READ_MACHINE, "every batch at the tail starts the wait anew, heartbeats do not"),
  row("a gap left by trimming passes in silence", READ, "a gap that trimming left is reported"),
  row(
    "a replaced stream restarts at its tail without a word",
    READ_MACHINE,
    "a 416 with a tail before our position is an error: the stream was replaced",
  ),
  row(
    "no time-out for the beginning of an answer",
    READ,
    "an answer that never begins is given up after timeoutMs and tried again",
  ),
  row(
    "an error after each first record loops without end",
    READ_MACHINE,
    "what trying again cannot mend ends it at once",
  ),
  row(
    "breaking out of a loop leaves the request open",
    READ,
    "follows live: the backlog first, then each batch as it is appended",
  ),
  row("caughtUp hangs when the session is closed", READ, "close ends an iteration that waits, and settles caughtUp"),
  row("caughtUp needs somebody to read", READ, "resolves on an empty stream without anybody reading"),
  // Connections, tokens, processes.
  row(
    "a connection that died looks like an end (node:http2 reports no error)",
    HTTP2,
    "a peer that dies in the middle is a lost connection, although the stream ends without an error",
  ),
  row(
    "REFUSED_STREAM counts as maybe applied",
    HTTP2,
    "REFUSED_STREAM before an answer proves that nothing was applied",
  ),
  row(
    "a GOAWAY below our stream counts as maybe applied",
    HTTP2,
    "a GOAWAY below the stream proves that it was not processed",
  ),
  row("a connection for each handle", HTTP2, "shares a connection up to the peer's limit, then opens another"),
  row(
    "connections are never closed when idle",
    HTTP2,
    "closes a connection that was idle, and leaves one that was advised against at once",
  ),
  row(
    "a handle that nobody closes keeps the process alive",
    EXIT,
    "a process ends by itself, although nobody closed its sessions",
  ),
  row(
    "a follower retries a refused token for ever",
    TOKENS,
    "a second refusal in a row is final, also for a session that never gives up",
  ),
  row(
    "a token cannot be renewed in the middle of a session",
    TOKENS,
    "a session asks the provider for another, tells it which was refused, and goes on without losing its place",
  ),
];
