import {
  type Clock,
  type ResolvedRetryPolicy,
  type S2Error,
  type StreamPosition,
  type U64,
  UsageError,
} from "@s2kit/core";
import { exactNumber, onAbort, type Unlink } from "@s2kit/core/internal";
import { WakeTimer } from "../timing/wake-timer.js";
import type { ReadConnection, ReadTransport, WireRead } from "../transport/transport.js";
import type { RecordBatch } from "../wire/read-batch.js";
import type { ReadRecord } from "../wire/read-record.js";
import { BatchBuffer, type BufferedBatch } from "./batch-buffer.js";
import { CaughtUp } from "./caught-up.js";
import type { ReadGap } from "./read-cursor.js";
import { type ReadEvent, ReadMachine } from "./read-machine.js";
import { RecordIterator } from "./record-iterator.js";

/** What a read session is made of. Built by `openReadSession`. */
export interface ReadSessionInit {
  readonly transport: ReadTransport;
  readonly read: WireRead;
  readonly retry: ResolvedRetryPolicy;
  readonly openTimeoutMs: number;
  readonly silenceTimeoutMs: number;
  readonly maxBufferedBytes: number;
  readonly hideCommands: boolean;
  readonly stopAtTail: boolean;
  readonly onGap: ((gap: ReadGap) => void) | undefined;
  readonly signal: AbortSignal | undefined;
  readonly clock: Clock;
  readonly random: () => number;
}

/** Where a read session stands, as its user sees it. */
export type ReadSessionState = "open" | "ended" | "closed" | "failed";

interface Pull {
  resolve(batch: BufferedBatch | undefined): void;
  reject(reason: unknown): void;
}

/**
 * Reads a stream in order, without gap or repeat, over as many connections as it takes.
 * Iterate it record by record, or by {@link batches} (faster), once. Leaving the loop closes the session.
 *
 * The consumer sets the pace: when it stops, at most `maxBufferedBytes` and the transport's window are held.
 */
export class ReadSession implements AsyncIterable<ReadRecord>, AsyncDisposable {
  /** Which transport carries the session. */
  readonly transport: ReadTransport["name"];
  readonly #machine: ReadMachine;
  readonly #buffer: BatchBuffer;
  readonly #caughtUp: CaughtUp = new CaughtUp();
  readonly #timer: WakeTimer;
  readonly #init: ReadSessionInit;
  #unlinkSignal: Unlink = () => undefined;
  #connection: ReadConnection | undefined;
  #paused = false;
  readonly #pulls: Pull[] = [];
  #iterated = false;
  #outcome: { readonly error: unknown } | undefined;
  #closed = false;
  /** One past the last record handed out, before the records of an iterator's open batch. */
  #position: U64 | undefined;
  /** The newest batch that was taken and is not handed out in full. */
  #inHand: BufferedBatch | undefined;
  #records: RecordIterator | undefined;
  #lastGap: ReadGap | undefined;

  /** @internal */
  constructor(init: ReadSessionInit) {
    this.transport = init.transport.name;
    this.#init = init;
    this.#buffer = new BatchBuffer(init.hideCommands);
    this.#timer = new WakeTimer(init.clock, () => this.#machine.handle({ type: "wake" }));
    this.#machine = new ReadMachine(init, {
      now: () => init.clock.now(),
      random: init.random,
      connect: (id, read) => this.#connect(id, read),
      cancel: (tooSilent) => this.#dropConnection(tooSilent),
      wakeAt: (time) => this.#timer.wakeAt(time),
      deliver: (batch) => this.#deliver(batch),
      gap: (gap) => {
        this.#lastGap = gap;
        init.onGap?.(gap);
      },
      behind: () => this.#caughtUp.behind(),
      over: (error) => this.#over(error),
    });
    this.#position = this.#machine.next;
    this.#unlinkSignal = onAbort(init.signal, (reason) => this.drop(reason));
    this.#machine.handle({ type: "wake" });
  }

  /** Where the session stands. Records that have arrived may still be waiting to be taken. */
  get state(): ReadSessionState {
    if (this.#closed) return "closed";
    const { state } = this.#machine;
    return state === "ended" || state === "failed" || state === "closed" ? state : "open";
  }

  /**
   * One past the last record handed to you, hidden command records included: store it, and resume from it.
   * `undefined` until the place of a start relative to tail or time is known.
   *
   * @throws `inexact_number` above 2^53 − 1: use {@link positionBig}.
   */
  get position(): number | undefined {
    const position = this.#currentPosition;
    return position === undefined ? undefined : exactNumber(position, "position");
  }

  /** As {@link position}, exact for every u64. */
  get positionBig(): bigint | undefined {
    const position = this.#currentPosition;
    return position === undefined ? undefined : BigInt(position);
  }

  /** The newest tail that the service told of. The service does so at the tail only, not while you catch up. */
  get tail(): StreamPosition | undefined {
    return this.#machine.tail;
  }

  /** The newest gap that trimming left: records that were gone before they could be read. */
  get lastGap(): ReadGap | undefined {
    return this.#lastGap;
  }

  /** You have been given everything up to the newest tail known. */
  get isCaughtUp(): boolean {
    return this.#caughtUp.isCaughtUp;
  }

  /**
   * Resolves with the tail once you have been given everything up to it. Survives reconnects.
   * Rejects with the session's failure, or `session_closed` when the session ends before.
   */
  caughtUp(): Promise<StreamPosition> {
    const reached = this.#caughtUp.wait();
    this.#hold();
    return reached.finally(() => this.#hold());
  }

  /** Batches as they came, each with at least one record. */
  batches(): AsyncIterableIterator<RecordBatch> {
    this.#claim();
    const iterator: AsyncIterableIterator<RecordBatch> = {
      next: async () => {
        const item = await this.#next();
        if (item === undefined) return { done: true, value: undefined };
        this.#handedOut(item);
        return { done: false, value: item.visible };
      },
      return: async () => {
        await this.close();
        return { done: true, value: undefined };
      },
      [Symbol.asyncIterator]: () => iterator,
    };
    return iterator;
  }

  /** Records one by one. */
  [Symbol.asyncIterator](): AsyncIterableIterator<ReadRecord> {
    this.#claim();
    this.#records = new RecordIterator({
      take: () => this.#take(),
      next: () => this.#next(),
      handedOut: (item) => this.#handedOut(item),
      close: () => this.close(),
    });
    return this.#records;
  }

  /** Records as a Web stream. It pulls one at a time, so that its backpressure is the session's. */
  toReadableStream(): ReadableStream<ReadRecord> {
    const iterator = this[Symbol.asyncIterator]() as AsyncIterableIterator<ReadRecord, undefined>;
    return new ReadableStream<ReadRecord>(
      {
        pull: async (controller) => {
          const result = await iterator.next();
          if (result.done) controller.close();
          else controller.enqueue(result.value);
        },
        cancel: () => this.close(),
      },
      { highWaterMark: 0 },
    );
  }

  /** Ends the session at once: the request is dropped, records not yet taken are too, iteration ends. Idempotent. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#end(undefined);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  get #currentPosition(): U64 | undefined {
    return this.#records?.position ?? this.#position;
  }

  #claim(): void {
    if (this.#iterated) throw new UsageError("session", "a read session can be iterated once");
    this.#iterated = true;
  }

  /** The next batch with something to see. What has arrived comes before the reason why nothing more does. */
  #next(): Promise<BufferedBatch | undefined> {
    const item = this.#pulls.length === 0 ? this.#take() : undefined;
    if (item !== undefined) return Promise.resolve(item);
    if (this.#outcome !== undefined) return this.#tell(this.#outcome.error);
    return new Promise((resolve, reject) => {
      this.#pulls.push({ resolve, reject });
      this.#hold();
    });
  }

  async #tell(error: unknown): Promise<undefined> {
    this.#unlinkSignal();
    if (error === undefined) return undefined;
    // Told once; who goes on asking gets the end of the iteration.
    this.#outcome = { error: undefined };
    throw error;
  }

  /** Takes from the buffer what is here, passing over batches with nothing to see: not before those in front of them. */
  #take(): BufferedBatch | undefined {
    for (;;) {
      if (this.#inHand !== undefined && this.#buffer.onlyHidden) return undefined;
      const item = this.#buffer.shift();
      if (this.#paused && this.#buffer.bytes <= this.#init.maxBufferedBytes / 2) this.#resume();
      if (item === undefined) return undefined;
      if (item.visible.count > 0) {
        this.#inHand = item;
        return item;
      }
      this.#handedOut(item);
    }
  }

  #handedOut(item: BufferedBatch): void {
    if (item.end !== undefined) this.#position = item.end;
    if (item.reached === undefined) {
      this.#caughtUp.behind();
    } else {
      this.#position ??= item.reached.seqNumU64;
      if (this.#buffer.isEmpty) this.#caughtUp.reached(item.reached);
      if (this.#init.stopAtTail) this.#endAtTail();
    }
    if (item !== this.#inHand) return;
    this.#inHand = undefined;
    this.#takeHidden();
  }

  /** A heartbeat needs nobody to take it, once everything before it has been handed out. */
  #takeHidden(): void {
    if (this.#buffer.onlyHidden) this.#take();
  }

  #deliver(batch: RecordBatch): void {
    const item = this.#buffer.push(batch);
    if (item.visible.count > 0 || item.reached === undefined) this.#caughtUp.behind();
    if (item.visible.count === 0) {
      this.#takeHidden();
    } else if (this.#pulls.length > 0) {
      this.#pulls.shift()?.resolve(this.#take());
      this.#hold();
    }
    if (!this.#paused && this.#buffer.bytes >= this.#init.maxBufferedBytes) this.#pause();
  }

  #connect(id: number, read: WireRead): void {
    const tell = (event: ReadEvent, isLast = false): void => {
      if (this.#machine.connection !== id || this.#connection === undefined) return;
      if (isLast) this.#connection = undefined;
      this.#machine.handle(event);
      if (isLast) this.#hold();
    };
    this.#connection = this.#init.transport.connect(read, {
      connected: () => tell({ type: "connected" }),
      opened: () => tell({ type: "opened" }),
      batch: (batch, advised) => tell({ type: "batch", batch, advised }),
      ended: () => tell({ type: "ended" }, true),
      failed: (error) => tell({ type: "failed", error }, true),
    });
    if (this.#paused) this.#connection.pause();
    this.#hold();
  }

  #pause(): void {
    this.#paused = true;
    this.#connection?.pause();
    this.#machine.handle({ type: "paused" });
  }

  #resume(): void {
    this.#paused = false;
    this.#connection?.resume();
    this.#machine.handle({ type: "resumed" });
  }

  /** Only a session that somebody waits for keeps the process alive: by its connection, or by its timer between two. */
  #hold(): void {
    const busy = this.#pulls.length > 0 || this.#caughtUp.waiting > 0;
    this.#timer.hold(busy && this.#connection === undefined);
    this.#connection?.hold(busy);
  }

  #dropConnection(tooSilent?: boolean): void {
    const connection = this.#connection;
    this.#connection = undefined;
    connection?.cancel(tooSilent);
    this.#hold();
  }

  #over(error: S2Error | undefined): void {
    if (error !== undefined || !this.#reachesTail) this.#caughtUp.end(error);
    if (this.#buffer.isEmpty) this.#unlinkSignal();
    this.#settle(error);
  }

  /** The newest batch of those that are not handed out in full reaches the tail. */
  get #reachesTail(): boolean {
    return this.#buffer.isEmpty ? this.#inHand?.reached !== undefined : this.#buffer.reachesTail;
  }

  #endAtTail(): void {
    this.#letGo();
    if (this.#outcome === undefined) this.#settle(undefined);
  }

  /** @internal Ends the session at once; whoever reads gets the reason. */
  drop(reason: unknown): void {
    if (!this.#closed) this.#end(reason);
  }

  #end(reason: unknown): void {
    this.#letGo();
    this.#caughtUp.end(reason);
    this.#settle(reason);
  }

  /** Nothing more comes. Everything in the buffer was offered to those who wait, so whoever waits gets the outcome. */
  #settle(error: unknown): void {
    this.#outcome = { error };
    for (const pull of this.#pulls.splice(0)) this.#tell(error).then(pull.resolve, pull.reject);
  }

  /** Lets go of everything that is held: connection, timer, listener, records. */
  #letGo(): void {
    this.#machine.handle({ type: "close" });
    this.#unlinkSignal();
    this.#buffer.clear();
    this.#inHand = undefined;
    this.#position = this.#currentPosition;
    this.#records?.drop();
  }
}
