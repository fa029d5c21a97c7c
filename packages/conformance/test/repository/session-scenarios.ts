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
const uncertain = "s2kit/test/stream/uncertainty.test.ts";
const streamConfig = "s2kit/test/stream/stream-config.test.ts";
const draining = "sessions/test/session/draining.test.ts";
const caughtUp = "sessions/test/session/caught-up.test.ts";
const ackTimeout = "sessions/test/append/ack-timeout.test.ts";
const headers = "rest/test/headers.test.ts";
const tls = "sessions/test/transport/tls/tls.test.ts";
const lite = "conformance/test/lite/process.test.ts";
const eager = "batching/test/batch/batch-records.test.ts";
const told = `${uncertain} > that is answered with %s tells the last error and whether anything may be there`;
const pacing = "sessions/test/append/rebase-pacing.test.ts";
const writerId = "sessions/test/session/writer-id.test.ts";
const producer = "batching/test/producer/";

export const uncertainty: Scenarios = {
  "an ambiguous failure, then a definite one: 403, 412, 429 until exhausted; by one request, a session, a producer": [
    told,
    `${uncertain} > 503, then 403`,
    `${uncertain} > 503, then 412`,
    `${uncertain} > 503, then 429 until exhausted`,
    `${uncertain} > one request`,
    `${uncertain} > a session, in the middle`,
    `${uncertain} > a producer`,
    `${stream} > says maybe applied when an earlier attempt may have been, whatever the last one said`,
    `${machine} > a final error ends the session: a later 412 does not hide that an earlier attempt may have been applied`,
  ],
  "403 before the stream begins": [`${uncertain} > a session, refused before it begins`],
  "503 then 500": [`${uncertain} > 503, then 500`],
  "429, then a definite refusal": [`${uncertain} > 429, then 403`, `${uncertain} > 429, then 412`],
  "429 until exhausted": [`${uncertain} > 429 until exhausted`],
  "definite, ambiguous, definite": [`${uncertain} > 429, 503, then 403`],
  "ambiguous, then success": [
    `${uncertain} > that succeeds after an ambiguous failure succeeds`,
    `${retry} > a success after an ambiguous failure is a success`,
  ],
  "a delete that finds nothing": [
    `${retry} > a delete that finds nothing after an ambiguous failure may have been the one that deleted`,
  ],
  "noSideEffects: 500 after the body left": [
    `${stream} > under noSideEffects is sent once when its fate is unknown`,
    `${append} > under noSideEffects what may have been applied is not sent again`,
  ],
  "close, before or after the ticket": [`${uncertain} > %s its ticket does says the same as the ticket`],
  "an acknowledged batch does not taint a later one": [
    `${uncertain} > with an acknowledged batch before the one that was refused tells that one as certainly not applied`,
    `${property} > exactly once, %s: no batch twice, order kept, every verdict true`,
  ],
  "accepted and never sent": [
    `${machine} > in a pause, batches that were never sent are certainly not applied`,
    `${producer}producer-failure.test.ts > is false for a batch that waits for the sink when the producer fails`,
  ],
  "sent batches are marked, unsent ones not": [
    `${machine} > gives up after maxAttempts failures in a row, each batch with its own verdict`,
  ],
  "producer tickets and close keep the verdict": [
    `${producer}producer-failure.test.ts > is the sink's word for a batch that it took, and false for a record that it never got`,
    `${producer}producer-failure.test.ts > of a flush or close covers all batches before it, whichever failed first`,
  ],
  "failures to start leave it definite": [
    `${machine} > in a pause, batches that were never sent are certainly not applied`,
    `${http2} > a connection that is refused was never made: certainly nothing was sent`,
  ],
  "another writer's equal record where ours was lost": [
    `${property} > exactly once, %s, with a writer id: records that another writer writes just like ours are never taken for ours`,
    `${writerId} > is taken for it by content alone: the limit of exactly once without a writer id`,
    `${writerId} > is not with a writer id: the batch is certainly not applied`,
  ],
  "another writer that is always ahead": [
    `${pacing} > the first rebase goes on at once`,
    `${pacing} > further ones wait with the retry policy's growing pauses before they look, and cost no attempt`,
  ],
  "a code with another status": [
    `${uncertain} > the code of a 429 with status 500`,
    `${codes} > with any other status proves nothing and is not tried again`,
  ],
  "an unknown code": [`${uncertain} > 503 with a code of tomorrow`, `${codes} > without a code that is known`],
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
  "a handover in a row of failures": [
    "sessions/test/read/handover.test.ts > that brought records starts the count anew",
    "sessions/test/read/handover.test.ts > that brought nothing leaves the count as it was",
  ],
  "server_draining before any frame": [
    `${draining} > is left for another connection, without an attempt: an append`,
    `${draining} > is left for another connection, without an attempt: a read`,
  ],
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
  "a sink that refuses a batch": [
    `${producer}producer-failure.test.ts > the ticket of the record that closed it rejects, and batches before it keep their outcome`,
  ],
  "an aborted flush": [
    `${producer}producer-flush.test.ts > can be aborted, which leaves the producer usable and the records where they are`,
    `${producer}producer-flush.test.ts > can be aborted while it stands in line, and those behind it move up`,
  ],
  "a dropped ticket": [
    `${producer}producer.test.ts > can be dropped: the others of its batch and the record itself are not disturbed`,
  ],
  "an abandoned producer": [
    `${producer}producer-close.test.ts > settles every open ticket, submit, flush and close; what was acknowledged stays so`,
  ],
  "eager batches: none, by count, by bytes, one too large": [
    `${eager} > makes no batch of no records`,
    `${eager} > splits by count`,
    `${eager} > splits by metered bytes`,
    `${eager} > fails as a whole and names the index when one record is too large or bad`,
  ],
  "a list of exactly one batch, and one record more": [
    `${eager} > fills one batch to the limits exactly, and begins another one record later`,
  ],
  "an abort between the last acknowledgement and the end of the flush": [
    `${producer}producer-flush.test.ts > succeeds when everything it covers is durable, though the producer is aborted right after; later calls fail`,
  ],
};

export const sessionsAndTokens: Scenarios = {
  "an acknowledgement time-out in a race": [
    `${ackTimeout} > does nothing when its batch was acknowledged meanwhile, and the batch behind it stays alive`,
    `${ackTimeout} > is one failure together with the connection that broke, whichever is told first`,
    `${ackTimeout} > does nothing when nothing is unacknowledged any more`,
  ],
  "acknowledgements buffered before a terminal error": [`${append} > acknowledgements before a terminal frame count`],
  "truncated frames with a clean end": [
    `${append} > a truncated acknowledgement and a clean end are a failure, not an end`,
    `${read} > %s in the middle of a frame: it resumes after what arrived, without gap or repeat`,
  ],
  "a clean end on the border of a frame": [
    `${machine} > waits for every acknowledgement, half-closes, and is over when the service ends`,
    `${read} > reads the backlog in order and ends at a bound`,
  ],
  "truncation over every transport": [
    "sessions/test/transport/fetch/s2s-exchange.test.ts > an end within a frame is a lost connection, at any byte",
    "sessions/test/transport/sse/event-inbox.test.ts > that ends within an event does not give it out",
    `${http2} > a peer that dies in the middle is a lost connection, although the stream ends without an error`,
  ],
  "a fatal error after buffered batches": [`${read} > what has arrived is handed out before the error`],
  "an empty tail anchors a relative start": [
    `${read} > a start relative to the tail is pinned by the first heartbeat: nothing appended during a cut is missed`,
  ],
  "caught up: the same tail, a hidden last record, a reconnect, a later failure": [
    `${caughtUp} > is one and the same tail until something is appended`,
    `${caughtUp} > counts a hidden last record, once what is before it was handed out`,
    `${caughtUp} > survives a reconnect`,
    `${caughtUp} > that resolved keeps its tail through a later failure, which new ones reject with`,
    `${read} > resolves on an empty stream without anybody reading`,
  ],
  "the wait survives a reconnect": [
    `${reader} > wait is whole until the tail was seen, then shrinks by whole seconds, the pause before the retry included`,
  ],
  "stream config on every call that creates, on retries, empty, absent, changed meanwhile": [
    `${streamConfig} > has the handle's configuration, over the basin's defaults`,
    `${streamConfig} > has it when the first attempt is lost, too`,
    `${streamConfig} > has what the configuration was when the handle was made`,
    `${streamConfig} > has the basin's defaults with %j for a configuration`,
    `${streamConfig} > a configuration of %s goes out in ASCII and exact`,
    `${stream} > the configuration for a stream that a call creates`,
  ],
  "a token asked anew, a refused one reported once": [
    `${token} > is asked before every attempt`,
    `${tokens} > a session asks the provider for another, tells it which was refused, and goes on without losing its place`,
  ],
  "provider failures, transient and permanent": [
    `${token} > may fail now and then: it is asked again within the budget`,
    `${token} > fails the call when it fails for good, and then certainly nothing was applied`,
  ],
  "default headers everywhere, the SDK's own on top, framing refused": [
    `${headers} > hold the caller's defaults on every request, and a request's own on top of them`,
    `${headers} > given by authorize are the same as those of a request`,
    `${headers} > let neither the client's nor a request's own replace the SDK's`,
    `${headers} > refuse %s as a default`,
  ],
  "a stream that is reset or refused": [
    `${http2} > REFUSED_STREAM before an answer proves that nothing was applied`,
    `${http2} > any other reset leaves it open`,
    `${http2} > a GOAWAY below the stream proves that it was not processed`,
    "sessions/test/transport/sessions.test.ts > does not write again what may be on the stream, when the policy forbids it",
  ],
  "an unknown host": [
    `${http2} > an unknown host is not worth trying again`,
    `${network} > nothing was sent, and trying again does not help: %s`,
  ],
  "the cap of streams on a connection": [`${http2} > shares a connection up to the peer's limit, then opens another`],
  "a private CA, a server name, a proxy, a certificate that is refused": [
    `${tls} > appends and reads, and goes on after connections that drop`,
    `${tls} > checks the certificate for the given server name in place of the endpoint's host`,
    `${tls} > trusts what the runtime trusts, and so not a private CA, without options`,
    "conformance/test/sdk/proxy.test.ts > everything works, and goes on after tunnels that break",
  ],
  "deletes that ignore what is not there": [
    "s2kit/test/account/basins-delete.test.ts > says whether there was a basin",
    "s2kit/test/basin/streams-delete.test.ts > says whether there was a stream",
    "s2kit/test/account/access-tokens.test.ts > says whether there was a token with revokeIfExists",
  ],
  "an unknown storage class": ["s2kit/test/calls/wire.test.ts > lets words of the future pass"],
  "names that would lead elsewhere": [
    `${stream} > names are checked when the handle is made`,
    "core/test/limits.test.ts > may not be %j",
  ],
};

/** Fault suites: storms, histories, servers that are killed, corrupted and drained. */
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
    `${append} > a corrupt acknowledgement is never retried`,
  ],
  "a corrupted payload": [
    "sessions/test/transport/read-transports.test.ts > a frame that is none ends it for good",
    "conformance/test/history/record-history.test.ts > is rejected when the hash of any read is changed in one bit",
  ],
  "killed after a commit whose acknowledgement was seen, and started again, twice": [
    `${lite} > keeps what was acked, with fencing token and configuration, when it is killed`,
    "conformance/test/sdk/restart.test.ts > keeps every acknowledged record and the fencing token; sessions go on as if nothing had happened",
    "conformance/test/sdk/killed-server.test.ts > loses nothing acknowledged, doubles nothing and keeps the fencing token when it is started again, twice",
  ],
  "64 batches over 8 in flight, drained halfway, closed before the tickets are awaited": [
    "conformance/test/sdk/drained-halfway.test.ts > a session that meets %j over %s is acknowledged whole, in order, without an attempt to spare",
  ],
};
