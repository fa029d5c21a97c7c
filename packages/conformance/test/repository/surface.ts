import type { Scenarios } from "./session-scenarios.js";

const account = "s2kit/test/account/";
const basin = "s2kit/test/basin/";
const types = "s2kit/test/types/";
const stream = "s2kit/test/stream/stream.test.ts";
const append = "sessions/test/session/append-session.test.ts";
const read = "sessions/test/session/read-session.test.ts";
const http2 = "sessions/test/transport/http2/";
const producer = "batching/test/producer/";
const batch = "batching/test/batch/";
const pipeline = "rest/test/pipeline/";

/** What the other SDKs of S2 offer, feature by feature, and the tests that show that ours does: `file > title`. */
export const surface: Scenarios = {
  "basins and streams: list, list all, create, ensure, get, reconfigure, delete": [
    `${account}basins-list.test.ts > leaves out what is being deleted, unless it is asked for`,
    `${account}basins-create.test.ts > takes every setting at once`,
    `${account}basins-ensure.test.ts > updates a basin that is different`,
    `${account}basins-config.test.ts > keeps what is not named`,
    `${basin}streams-list.test.ts > goes through more than a thousand streams in order, each once`,
    `${basin}streams-config.test.ts > keeps what is not named`,
  ],
  "a request token for each call, random or given": [
    "s2kit/test/calls/repeated-calls.test.ts > is random, and the same for every attempt of one call",
    "s2kit/test/calls/repeated-calls.test.ts > is the caller's where one is given, the empty one too",
  ],
  "a delete that ignores what is not there": [
    `${account}basins-delete.test.ts > says whether there was a basin`,
    `${basin}streams-delete.test.ts > says whether there was a stream`,
  ],
  "access tokens, every operation, presets of a scope": [
    `${account}access-tokens.test.ts > reading and writing in every group`,
    `${account}access-tokens.test.ts > single operations`,
    "server/test/access/access-tokens.test.ts > %s alone permits that and nothing else",
  ],
  "locations, their storage classes, the default": [
    `${account}locations.test.ts > lists them with the storage classes that they offer, where that is known`,
    `${account}locations.test.ts > sets the default to what it is, and confirms it`,
  ],
  "words that are open: storage classes, sets, units": [
    "s2kit/test/calls/wire.test.ts > lets words of the future pass",
  ],
  "metrics, each set typed with what it takes": [
    `${types}control-plane.types.ts > a label has no interval`,
    `${types}control-plane.types.ts > a basin's storage is by the hour`,
    `${account}metrics.test.ts > gives %s in %s`,
  ],
  "estimated cost in dollars": [`${account}metrics.test.ts > estimates the cost in dollars by the %s`],
  "fence and trim, and hiding commands": [
    `${stream} > trim drops what is before`,
    `${stream} > starts, ends and filters as asked`,
    `${read} > hides command records on wish; they still count, and move the position`,
    "sessions/test/wire/read-record.test.ts > one that this version does not know is still a command",
  ],
  "one start of a read, by type": [`${types}streams.types.ts > one start, not two`],
  "clamp, count, bytes, until, wait": [
    "sessions/test/read/read-machine.test.ts > count and bytes are what is left of the originals, never subtracted twice",
    `${read} > honours timestamps, from inclusive and until exclusive, exact beyond 2^53`,
    `${stream} > at the tail rejects with the tail, or waits`,
  ],
  "bodies as text or bytes": [`${stream} > takes one record or many, text or bytes, and tells their positions`],
  "configuration for streams that a call creates": [
    "s2kit/test/stream/stream-config.test.ts > has the handle's configuration, over the basin's defaults",
  ],
  "append sessions: limits, tickets, close, handover": [
    `${append} > keeps the order of calls when submits wait for room`,
    `${append} > close wakes who waits for room, and drains what was taken on`,
    `${append} > reconnect advice moves the session to another connection, each batch once`,
  ],
  "an encryption key for each handle": [
    `${stream} > the key of an encrypted stream goes with every request, and is never shown`,
  ],
  "room first, then the batch or the record": [
    `${append} > reserve keeps room that can be used or given back`,
    `${producer}producer-permits.test.ts > submits without waiting, and its record is acknowledged like any other`,
  ],
  "acknowledgements as a stream, the last one, Web Streams": [
    `${append} > acks gives every acknowledgement in order and ends with the session`,
    `${append} > is a Web stream of batches that closes and aborts it`,
    `${producer}producer.test.ts > lastAck follows the durable prefix, not the newest acknowledgement`,
  ],
  "retries of a session's own, for ever too": [
    "sessions/test/read/read-machine.test.ts > forever never gives up, with a bounded pause",
    `${append} > a server that drains for ever is asked a bounded number of times`,
  ],
  "a producer: tickets, flush, close": [
    `${producer}producer.test.ts > gives each record its own sequence number and the batch's acknowledgement`,
    `${producer}producer-close.test.ts > sends what is held and waits for every acknowledgement`,
  ],
  "batching alone: a stream, a list, numbers and tokens": [
    `${batch}batching-stream.test.ts > batches what is piped through it`,
    `${batch}batch-records.test.ts > numbers the batches from matchSeqNum on, exactly beyond 2^53, and puts the token on each`,
    `${batch}batcher.test.ts > advances matchSeqNum by the records of each batch, from 0 on`,
  ],
  "reading by batch and by record": [
    `${read} > gives batches as they came`,
    `${read} > position is one past the last record handed out, not what has arrived`,
  ],
  "caught up: state, promise, position, tail, and a tracker for other readers": [
    `${read} > resolves with the tail when everything before it was handed out`,
    "sessions/test/read/caught-up-tracker.test.ts > a heartbeat counts when everything before it was handed out",
  ],
  "verdicts on errors": [
    "s2kit/test/stream/uncertainty.test.ts > that is answered with %s tells the last error and whether anything may be there",
  ],
  "typed errors and codes": [
    "s2kit/test/errors/answers.test.ts > that is answered with %s fails with the right error",
    "core/test/s2-error.test.ts > works for every error of the family",
  ],
  "retry-after, conflicts and a provider of tokens": [
    `${pipeline}retry.test.ts > grants as much as maxRetryAfterMs says`,
    `${pipeline}retry.test.ts > transaction_conflict`,
    `${pipeline}token.test.ts > is asked before every attempt`,
  ],
  "time-outs to connect and of an attempt, a deadline": [
    `${http2}s2s-exchange.test.ts > a peer that takes connections and says nothing is given up after the connect time-out`,
    "s2kit/test/calls/every-call.test.ts > gives up an attempt after timeoutMs",
    "s2kit/test/calls/every-call.test.ts > gives up altogether after deadlineMs",
  ],
  "gzip and zstd": [
    `${pipeline}compression.test.ts > is zstd when asked for and the runtime has it`,
    "rest/test/network.test.ts > requests are compressed and answers decompressed",
  ],
  "cancelling a call, a handle, a client": [
    "s2kit/test/calls/every-call.test.ts > rejects with the reason of a signal that aborts while the request is under way",
    "s2kit/test/calls/signals.test.ts > ends sessions and producers under it",
  ],
  "HTTP/2: streams on a connection, windows": [
    `${http2}s2s-exchange.test.ts > shares a connection up to the peer's limit, then opens another`,
    `${http2}settings.test.ts > are as the options say, and large when they say nothing`,
  ],
  "TLS, a fetch of one's own, default headers, the user agent": [
    "sessions/test/transport/tls/tls.test.ts > appends and reads, and goes on after connections that drop",
    "rest/test/typed/operations.test.ts > gives a call's own fetch the request, without a token",
    "rest/test/headers.test.ts > hold the caller's defaults on every request, and a request's own on top of them",
    "rest/test/headers.test.ts > tell the user agent, and the caller's after it",
  ],
  "text and event streams, in browsers too": [
    "sessions/test/transport/sse/sse-exchange.test.ts > tells batches and pings, with exact bytes and numbers, and ends with [DONE]",
    "sessions/test/transport/browser-bundle.test.ts > appends and reads where there is nothing but the web platform",
    "sessions/test/transport/small-bundle.test.ts > does both, and goes on after connections that drop",
  ],
  "the environment, one endpoint for both": [
    "s2kit/test/environment.test.ts > only the account's endpoint keeps the token out of the cloud",
    "core/test/endpoints.test.ts > one text is both",
  ],
  "random tokens, the largest body, metering, limits": [
    "core/test/abort.test.ts > a random token has 32 hexadecimal digits, others each time",
    "core/test/append-batch.test.ts > leaves so much room for a body beside headers",
    "core/test/append-batch.test.ts > counts text as the bytes that it is sent as",
    "core/test/limits.test.ts > the limits are those of the service",
  ],
  "pages of one's own lists, the types of the wire": [
    "s2kit/test/calls/paging.test.ts > paginate goes through any list that has pages",
    "rest/test/exports.test.ts > exports every type that the generated functions need",
  ],
  "records, batches and acknowledgements for tests; faults": [
    "sessions/test/wire/read-batch.test.ts > can be made of records",
    "sessions/test/wire/read-record.test.ts > made of its parts is as if it had come over the wire",
    "server/test/faults.test.ts > get other bytes in place of an ack",
  ],
  "resources from a file: what would change, and making it so": [
    "s2kit/test/resources/plan.test.ts > names every setting that differs, with what is and what would be",
    "conformance/test/sdk/resources.test.ts > has nothing that a plan would change: s2 lite",
  ],
};
