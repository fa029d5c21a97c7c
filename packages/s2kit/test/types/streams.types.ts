// Checked by the compiler, never run: every line under `@ts-expect-error` must not compile, every other one must.
import {
  type AppendRecord,
  type AppendSessionOptions,
  type Basin,
  CaughtUpTracker,
  type EndpointOptions,
  type ProducerOptions,
  type ReadFrom,
  type ReadRange,
  type ReadSessionOptions,
  type RetryOption,
  S2,
  S2Error,
  type S2Options,
  SeqNumMismatchError,
  type Stream,
  type StreamOptions,
} from "../../src/index.js";

declare const stream: Stream;
declare const basin: Basin;
declare const bytes: Uint8Array;

/** Where a read starts: exactly one of three. */
export const starts: readonly ReadFrom[] = [
  { seqNum: 0 },
  { seqNum: 2n ** 63n },
  { timestamp: new Date() },
  { timestamp: 0n },
  { tailOffset: 0 },
  { seqNum: 1, timestamp: undefined },
  // @ts-expect-error one start, not two
  { seqNum: 0, tailOffset: 0 },
  // @ts-expect-error one start, not two
  { timestamp: 0, tailOffset: 0 },
  // @ts-expect-error one start, not two
  { seqNum: 0, timestamp: new Date() },
  // @ts-expect-error none is no start: leave `from` out
  {},
  // @ts-expect-error the wire has other names
  { seq_num: 0 },
  // @ts-expect-error not text
  { seqNum: "0" },
  // @ts-expect-error an offset is a number of records
  { tailOffset: new Date() },
];

// @ts-expect-error a bare number does not say what it counts
export const bareStart: ReadRange = { from: 5 };

/** What a read covers; a single read has no options of a session, nor a session those of one request. */
export const ranges: readonly ReadRange[] = [
  { from: { tailOffset: 10 }, clamp: true, count: 10, bytes: 1024, until: new Date(), waitSecs: 0 },
  { ignoreCommandRecords: true, until: 2n ** 64n - 1n },
  // @ts-expect-error counts are numbers
  { count: 10n },
  // @ts-expect-error the unit is in the name
  { wait: 5 },
  // @ts-expect-error only sessions follow
  { stopAtTail: true },
];
export const readSessions: readonly ReadSessionOptions[] = [
  { stopAtTail: true, retry: "forever", silenceTimeoutMs: 1000, onGap: ({ from, to }) => [from, to] },
  // @ts-expect-error a session is as long as it takes: its attempts have the stream's time-out
  { timeoutMs: 1 },
];

/** Records: text or bytes, and pairs for headers. */
export const records: readonly AppendRecord[] = [
  {},
  { body: "text" },
  { body: bytes, headers: [["a", bytes]], timestamp: new Date() },
  { timestamp: 2n ** 64n - 1n },
  // @ts-expect-error text or bytes
  { body: { json: true } },
  // @ts-expect-error an ordered list of pairs
  { headers: { a: "b" } },
  // @ts-expect-error a pair has two
  { headers: [["a"]] },
  // @ts-expect-error a point in time is no text
  { timestamp: "2026-01-01" },
];

/** Retry options: a policy or one of two words. */
export const retries: readonly RetryOption[] = [
  {},
  "never",
  "forever",
  { maxAttempts: Number.POSITIVE_INFINITY, minDelayMs: 0, maxDelayMs: 1, maxRetryAfterMs: 0, appends: "noSideEffects" },
  { maxAttempts: undefined },
  // @ts-expect-error no such word
  "always",
  // @ts-expect-error a number alone does not say what it counts
  3,
  // @ts-expect-error one of two policies
  { appends: "none" },
  // @ts-expect-error not an option
  { retries: 3 },
  // @ts-expect-error milliseconds
  { minDelayMs: "100ms" },
];

/** Append sessions and producers. */
export const sessions: readonly AppendSessionOptions[] = [
  { maxInflightBytes: 1_048_576, maxInflightBatches: 1, ackTimeoutMs: 1, retry: "never" },
  { delivery: "exactly-once", onInterference: "rebase", startSeqNum: 0n, writerId: "w1" },
  // @ts-expect-error an id is text
  { delivery: "exactly-once", writerId: 1 },
  // @ts-expect-error no such promise
  { delivery: "at-most-once" },
  // @ts-expect-error no such choice
  { onInterference: "ignore" },
];
export const producers: readonly ProducerOptions[] = [
  { lingerMs: 0, maxBatchRecords: 1, maxBatchBytes: 8, fencingToken: "", matchSeqNum: 0 },
  // @ts-expect-error a token is text
  { fencingToken: bytes },
];

/** What belongs to a handle. */
export const streamOptions: readonly StreamOptions[] = [
  { encryptionKey: bytes, streamConfig: { retentionPolicy: "infinite" } },
  { encryptionKey: "base64" },
  // @ts-expect-error the configuration of a stream
  { streamConfig: { createStreamOnAppend: true } },
];
export const handles: readonly unknown[] = [
  basin.stream("events", { timeoutMs: 1, deadlineMs: 1, retry: "never", signal: AbortSignal.timeout(1) }),
  // @ts-expect-error not an option of a handle
  basin.stream("events", { endpoints: "localhost" }),
  // @ts-expect-error a stream has a name
  basin.stream(),
];

/** Clients. */
export const endpoints: readonly EndpointOptions[] = [
  "localhost:8080",
  {},
  { account: "a", basin: "https://{basin}.b" },
  // @ts-expect-error two endpoints
  { account: "a", basins: "b" },
];
export const clients: readonly S2Options[] = [
  { accessToken: "t", compression: "zstd", userAgent: "app/1", headers: { "x-trace": "1" }, transport: "sse" },
  { accessToken: async ({ rejectedToken }) => rejectedToken ?? "t", logger: ({ level, message }) => [level, message] },
  { accessToken: () => "t", fetch, connectTimeoutMs: 1, http2: { maxStreams: 1 }, connection: { ca: "pem" } },
  // @ts-expect-error a token is needed
  { retry: "never" },
  // @ts-expect-error no such algorithm
  { accessToken: "t", compression: "br" },
  // @ts-expect-error no such transport
  { accessToken: "t", transport: "websocket" },
  // @ts-expect-error values of headers are text
  { accessToken: "t", headers: { "x-trace": 1 } },
];
// @ts-expect-error nothing is not enough
export const noClient: S2 = new S2();

/** Calls: what they take together, and what comes out of them. */
export async function calls(): Promise<void> {
  await stream.append(
    { body: "x" },
    { matchSeqNum: 0n, fencingToken: "", timeoutMs: 1, signal: AbortSignal.timeout(1) },
  );
  // @ts-expect-error records, not text
  await stream.append("x");
  // @ts-expect-error a condition is a number
  await stream.append({}, { matchSeqNum: "0" });
  // @ts-expect-error the token is text
  await stream.fence(5);
  // @ts-expect-error tails take no range
  await stream.checkTail({ from: { seqNum: 0 } });
  const batch = await stream.read({ from: { seqNum: 0 } });
  // @ts-expect-error read-only
  batch.count = 5;
  const first = batch.records[0];
  // @ts-expect-error there may be no record
  first.seqNum;
  const exact: bigint | undefined = first?.seqNumBig;
  // @ts-expect-error a number that is not exact throws; it is no bigint
  const mixed: bigint | undefined = first?.seqNum;
  using permit = await stream.producer().reserve(100);
  // @ts-expect-error a permit is for one record
  permit.submit([{}]);
  // @ts-expect-error what counts of a batch
  new CaughtUpTracker().handedOut("batch");
  void [exact, mixed];
}

/** Errors: a caught value is unknown until it is asked. */
export function errors(error: unknown): unknown {
  // @ts-expect-error not known to be an error of ours
  error.code;
  if (error instanceof SeqNumMismatchError) return [error.status.toFixed(), error.expectedSeqNumBig];
  if (!S2Error.is(error)) return undefined;
  // @ts-expect-error not every error comes from an answer
  error.status.toFixed();
  // @ts-expect-error verdicts are read-only
  error.maybeApplied = false;
  return error.code === "seq_num_mismatch" ? error.maybeApplied : error.retryable;
}
