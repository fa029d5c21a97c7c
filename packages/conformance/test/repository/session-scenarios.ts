/** What sessions, batching and single requests have to do under uncertainty, and the tests that show it: `file > title`. */
export type Scenarios = Readonly<Record<string, readonly `${string} > ${string}`[]>>;

const machine = "sessions/test/append/append-machine.test.ts";
const property = "sessions/test/append/append-machine.property.test.ts";
const append = "sessions/test/session/append-session.test.ts";
const read = "sessions/test/session/read-session.test.ts";
const reader = "sessions/test/read/read-machine.test.ts";
const http2 = "sessions/test/transport/http2/s2s-exchange.test.ts";
const tokens = "sessions/test/session/token-refresh.test.ts";
const retry = "rest/test/pipeline/retry.test.ts";
const token = "rest/test/pipeline/token.test.ts";
const network = "rest/test/pipeline/from-fetch-error.test.ts";
const codes = "core/test/error-codes.test.ts";
const stream = "s2kit/test/stream/stream.test.ts";
const producer = "batching/test/producer/";

export const uncertainty: Scenarios = {
  "unary: 503, then a definite refusal": [
    `${stream} > says maybe applied when an earlier attempt may have been, whatever the last one said`,
  ],
  "session: an ambiguous failure, then 412": [
    `${machine} > a final error ends the session: a later 412 does not hide that an earlier attempt may have been applied`,
  ],
  "ambiguous, then success": [`${retry} > a success after an ambiguous failure is a success`],
  "a delete that finds nothing": [
    `${retry} > a delete that finds nothing after an ambiguous failure may have been the one that deleted`,
  ],
  "noSideEffects: 500 after the body left": [
    `${stream} > under noSideEffects is sent once when its fate is unknown`,
    `${append} > under noSideEffects what may have been applied is not sent again`,
  ],
  "sent batches are marked, unsent ones not": [
    `${machine} > gives up after maxAttempts failures in a row, each batch with its own verdict`,
  ],
  "an acknowledged batch does not taint a later one": [`${property} > every verdict true`],
  "failures to start leave it definite": [
    `${machine} > in a pause, batches that were never sent are certainly not applied`,
  ],
  "a code with another status": [`${codes} > with any other status proves nothing and is not tried again`],
  "producer tickets and close keep the verdict": [
    `${producer}producer-failure.test.ts > is the sink's word for a batch that it took, and false for a record that it never got`,
    `${producer}producer-failure.test.ts > of a flush or close covers all batches before it, whichever failed first`,
  ],
};

export const handover: Scenarios = {
  "advice on an acknowledgement": [
    `${append} > reconnect advice moves the session to another connection, each batch once`,
    `${machine} > half-closes, takes the remaining acknowledgements, and goes on elsewhere without spending an attempt`,
  ],
  "advice on the last acknowledgement": [
    `${machine} > a service that never ends the old connection is left after the acknowledgement time-out`,
  ],
  "a second advice within a minute": [
    `${machine} > a second advice within a minute is declined, one after a minute is followed`,
    `${reader} > the batch counts first, then the read goes on elsewhere at once; a second time within a minute it stays`,
  ],
  "advice, then an ordinary failure": [`${machine} > an ordinary failure during a handover is counted and paced`],
  "advice, then server_draining": [`${machine} > server_draining with unacknowledged batches sends them again at once`],
  "a clean end with unacknowledged batches": [
    `${machine} > a clean end with unacknowledged batches is a failure at once`,
  ],
  "read: the advised batch first": [`${read} > reconnect advice moves the session after the batch that it came with`],
  "read: limits used up": [`${reader} > advice with the last record that was asked for ends the read`],
  "the advised connection leaves the pool": [
    `${http2} > closes a connection that was idle, and leaves one that was advised against at once`,
  ],
  "server_draining for ever": [
    `${machine} > a server that drains for ever is met with pauses and an end`,
    `${reader} > one that drains for ever is met with pauses and an end`,
  ],
};

export const flushing: Scenarios = {
  "a partial batch without waiting for linger": [
    `${producer}producer-flush.test.ts > sends a partial batch without waiting for its linger time, and every ticket is settled when it returns`,
  ],
  "an empty flush": [
    `${producer}producer-flush.test.ts > resolves at once when there is nothing to wait for, appends nothing and leaves the producer usable`,
  ],
  "a record submitted after the flush began": [
    `${producer}producer-flush.test.ts > does not wait for records submitted after it, and matchSeqNum goes on`,
  ],
  "a covered 412": [
    `${producer}producer-failure.test.ts > a covered 412 reaches the ticket, the flush, and every later flush, submit and close`,
  ],
  "two failures": [
    `${producer}producer-failure.test.ts > the first of two failures is the one that is told, whichever batch it is about`,
  ],
  "an aborted flush": [
    `${producer}producer-flush.test.ts > can be aborted, which leaves the producer usable and the records where they are`,
  ],
  "an abort between the last acknowledgement and the end of the flush": [
    `${producer}producer-flush.test.ts > succeeds when everything it covers is durable, though the producer is aborted right after; later calls fail`,
  ],
};

export const sessionsAndTokens: Scenarios = {
  "acknowledgements buffered before a terminal error": [`${append} > acknowledgements before a terminal frame count`],
  "truncated frames with a clean end": [
    `${append} > a truncated acknowledgement and a clean end are a failure, not an end`,
    `${read} > %s in the middle of a frame: it resumes after what arrived, without gap or repeat`,
  ],
  "a fatal error after buffered batches": [`${read} > what has arrived is handed out before the error`],
  "an empty tail anchors a relative start": [
    `${read} > a start relative to the tail is pinned by the first heartbeat: nothing appended during a cut is missed`,
  ],
  "the wait survives a reconnect": [
    `${reader} > wait is whole until the tail was seen, then shrinks by whole seconds, the pause before the retry included`,
  ],
  "stream config on calls that create": [`${stream} > the configuration for a stream that a call creates`],
  "a token asked anew, a refused one reported once": [
    `${token} > is asked before every attempt`,
    `${tokens} > a session asks the provider for another, tells it which was refused, and goes on without losing its place`,
  ],
  "provider failures, transient and permanent": [
    `${token} > may fail now and then: it is asked again within the budget`,
    `${token} > fails the call when it fails for good, and then certainly nothing was applied`,
  ],
  "a refused stream": [`${http2} > REFUSED_STREAM before an answer proves that nothing was applied`],
  "an unknown host": [
    `${http2} > an unknown host is not worth trying again`,
    `${network} > nothing was sent, and trying again does not help: %s`,
  ],
  "the cap of streams on a connection": [`${http2} > shares a connection up to the peer's limit, then opens another`],
};

export const faults: Scenarios = {
  "answers rejected, replaced after the commit, cut or split at random": [
    "conformance/test/chaos/drawn-faults.test.ts > there is a kind for everything that can go wrong, under a name of its own",
    "conformance/test/chaos/chaos-run.test.ts > mode %s keeps its promises",
  ],
  "concurrent clients with guards and fencing, judged by a linearizability checker": [
    "conformance/test/history/record-history.test.ts > is linearizable, and as S2's checker reads it, with at most %i faults",
  ],
  "a corrupted acknowledgement": [
    `${machine} > an acknowledgement for nothing ends the session`,
    `${machine} > an acknowledgement elsewhere than at matchSeqNum ends the session`,
  ],
  "a corrupted payload": [
    "conformance/test/history/record-history.test.ts > is rejected when the hash of any read is changed in one bit",
  ],
  "killed after a commit whose acknowledgement was seen, and started again, twice": [
    "conformance/test/sdk/killed-server.test.ts > loses nothing acknowledged, doubles nothing and keeps the fencing token when it is started again, twice",
  ],
  "64 batches over 8 in flight, drained halfway, closed before the tickets are awaited": [
    "conformance/test/sdk/drained-halfway.test.ts > is acknowledged whole, in order, without an attempt to spare",
  ],
};
