import { Producer, type ProducerOptions } from "@s2kit/batching";
import {
  type AppendAck,
  type AppendConditions,
  AppendRecord,
  checkBatch,
  RangeNotSatisfiableError,
  type StreamPosition,
  type U64,
} from "@s2kit/core";
import { checkInteger, MAX_UNARY_READ_RECORDS } from "@s2kit/core/internal";
import type { CallOptions, RestClient } from "@s2kit/rest";
import {
  type AppendSession,
  type AppendSessionOptions,
  appendOnce,
  checkTail,
  openAppendSession,
  openReadSession,
  type ReadRange,
  type ReadSession,
  type ReadSessionOptions,
  RecordBatch,
  readOnce,
  type StreamAddress,
  type Transports,
} from "@s2kit/sessions";
import type { Ending } from "@s2kit/sessions/internal";

/** A handle on a stream: append, read, sessions. Made by `basin.stream(name)`. */
export class Stream {
  /** The stream's name. */
  readonly name: string;
  /** The name of its basin. */
  readonly basin: string;
  readonly #rest: RestClient;
  readonly #transports: Transports;
  readonly #address: StreamAddress;

  /** @internal */
  constructor(rest: RestClient, transports: Transports, address: StreamAddress) {
    this.name = address.stream;
    this.basin = address.basin;
    this.#rest = rest;
    this.#transports = transports;
    this.#address = address;
  }

  /**
   * Appends 1 to 1000 records (at most 1 MiB metered), all or none, in one request.
   * For more than a few appends a session or a producer is faster, and keeps the order.
   *
   * @throws `invalid_argument` before anything is sent; `seq_num_mismatch` or `fencing_token_mismatch` when a condition
   *   does not hold; `maybeApplied` tells for every error whether the records may be on the stream.
   */
  async append(
    records: AppendRecord | readonly AppendRecord[],
    options: AppendConditions & CallOptions = {},
  ): Promise<AppendAck> {
    const { matchSeqNum, fencingToken, ...call } = options;
    const batch = checkBatch(isList(records) ? records : [records], { matchSeqNum, fencingToken });
    return await appendOnce(this.#rest, this.#address, batch, call);
  }

  /**
   * Reads one batch in one request: at most 1000 records and 1 MiB metered, from the beginning unless `from` says otherwise.
   * For more, or to follow, use {@link readSession}.
   *
   * @throws `range_not_satisfiable` when there is nothing at the start and `waitSecs` is not set.
   */
  async read(range: ReadRange & CallOptions = {}): Promise<RecordBatch> {
    const { signal, timeoutMs, deadlineMs, retry, ...rest } = range;
    return await readOnce(this.#rest, this.#address, rest, { signal, timeoutMs, deadlineMs, retry });
  }

  /** The tail: the sequence number that the next record gets, and the timestamp of the last one. */
  checkTail(options: CallOptions = {}): Promise<StreamPosition> {
    return checkTail(this.#rest, this.#address, options);
  }

  /**
   * The last `count` records (1 to 1000, at most 1 MiB metered), fewer when the stream is shorter.
   * An empty stream gives an empty batch.
   */
  async last(count: number, options: CallOptions = {}): Promise<RecordBatch> {
    checkInteger(count, "count", 1, MAX_UNARY_READ_RECORDS);
    try {
      return await this.read({ ...options, from: { tailOffset: count }, count });
    } catch (error) {
      // Nothing before the tail: the stream is empty.
      if (error instanceof RangeNotSatisfiableError) return RecordBatch.from([], error.tail);
      throw error;
    }
  }

  /**
   * Sets the stream's fencing token by a command record. Appends that carry another token are refused from then on.
   *
   * @param token - At most 36 bytes; empty clears it.
   */
  fence(token: string, options: AppendConditions & CallOptions = {}): Promise<AppendAck> {
    return this.append(AppendRecord.fence(token), options);
  }

  /** Asks the service by a command record to drop all records before `seqNum`. Takes effect soon, not at once. */
  trim(seqNum: U64, options: AppendConditions & CallOptions = {}): Promise<AppendAck> {
    return this.append(AppendRecord.trim(seqNum), options);
  }

  /** Opens a session that appends batches in order and survives the network. It connects with the first batch. */
  appendSession(options: AppendSessionOptions = {}): AppendSession {
    return openAppendSession(this.#rest, this.#transports, this.#address, options);
  }

  /** Opens a session that reads in order and survives the network: the backlog first, then what is appended live. */
  readSession(options: ReadSessionOptions = {}): ReadSession {
    return openReadSession(this.#rest, this.#transports, this.#address, options);
  }

  /**
   * Opens a producer: takes single records, appends them in batches through a session of its own,
   * and acknowledges each. Closing the producer closes the session.
   */
  producer(options: ProducerOptions & { readonly session?: AppendSessionOptions | undefined } = {}): Producer {
    const { session: sessionOptions, ...rest } = options;
    const session = this.appendSession(sessionOptions);
    try {
      const producer = new Producer(session, { ...rest, ownedSink: session });
      this.#transports.sessions.addFeeder(session, producer, PRODUCER_ENDING);
      return producer;
    } catch (error) {
      // How large a batch may be is the session's to say. It has not connected to anything, and nobody will use it.
      session.abort();
      throw error;
    }
  }
}

/** At once, too, it only has to be told: its session refuses then what it still holds. */
const PRODUCER_ENDING: Ending<Producer> = {
  // A failed one may have a failure to tell that nobody has seen.
  isOver: ({ state }) => state === "closed",
  close: (producer) => producer[Symbol.asyncDispose](),
  abort: (producer) => void producer[Symbol.asyncDispose]().catch(() => undefined),
};

function isList(records: AppendRecord | readonly AppendRecord[]): records is readonly AppendRecord[] {
  return Array.isArray(records);
}
