import { AppendAck, type AppendBatch, type AppendSink, type AppendTicket, StreamPosition } from "@s2kit/core";
import { addU64, onAbort } from "@s2kit/core/internal";

interface Taken {
  readonly batch: AppendBatch;
  readonly ack: AppendAck;
  readonly promise: Promise<AppendAck>;
  readonly resolve: (ack: AppendAck) => void;
  readonly reject: (error: unknown) => void;
  isSettled: boolean;
  isAcked: boolean;
}

interface Waiting {
  readonly batch: AppendBatch;
  readonly take: () => void;
  readonly refuse: (error: unknown) => void;
}

/** A sink that takes as many batches as it is told to and settles them when it is told to. */
export class ScriptedSink implements AppendSink {
  readonly #taken: Taken[] = [];
  #waiting: Waiting[] = [];
  #seqNum: number | bigint = 0;
  #refusal: { readonly error: unknown } | undefined;
  #capacity: number;

  /** @param capacity - Most batches that are taken and not settled. */
  constructor(capacity: number = Number.POSITIVE_INFINITY, firstSeqNum: number | bigint = 0) {
    this.#capacity = capacity;
    this.#seqNum = firstSeqNum;
  }

  /** Everything taken so far, in order. */
  get batches(): AppendBatch[] {
    return this.#taken.map(({ batch }) => batch);
  }

  /** The bodies of everything taken so far, batch by batch. */
  get bodies(): unknown[][] {
    return this.batches.map(({ records }) => records.map(({ body }) => body));
  }

  /** Batches that wait for room. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Batches that were taken and neither acknowledged nor failed. */
  get unsettled(): number {
    return this.#taken.filter((taken) => !taken.isSettled).length;
  }

  isAcked(index: number): boolean {
    return this.#taken[index]?.isAcked === true;
  }

  trySubmitBatch(batch: AppendBatch): AppendTicket | undefined {
    if (this.#refusal !== undefined) throw this.#refusal.error;
    if (this.#waiting.length > 0 || this.unsettled >= this.#capacity) return undefined;
    return this.#take(batch);
  }

  submitBatch(batch: AppendBatch, options: { readonly signal?: AbortSignal | undefined } = {}): Promise<AppendTicket> {
    if (this.#refusal !== undefined) return Promise.reject(this.#refusal.error);
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        batch,
        take: () => {
          unlink();
          resolve(this.#take(batch));
        },
        refuse: (error) => {
          unlink();
          reject(error);
        },
      };
      this.#waiting.push(waiting);
      const unlink = onAbort(options.signal, (reason) => {
        this.#waiting = this.#waiting.filter((other) => other !== waiting);
        reject(reason);
      });
      this.#takeWaiting();
    });
  }

  /** Acknowledges a batch, by default the oldest that is not settled. @returns False when there is none. */
  ack(index: number = this.#taken.findIndex((taken) => !taken.isSettled)): boolean {
    const taken = this.#taken[index];
    if (taken === undefined || taken.isSettled) return false;
    taken.isSettled = true;
    taken.isAcked = true;
    taken.resolve(taken.ack);
    this.#takeWaiting();
    return true;
  }

  /** Fails a batch, by default the oldest that is not settled. @returns False when there is none. */
  fail(error: unknown, index: number = this.#taken.findIndex((taken) => !taken.isSettled)): boolean {
    const taken = this.#taken[index];
    if (taken === undefined || taken.isSettled) return false;
    taken.isSettled = true;
    taken.reject(error);
    this.#takeWaiting();
    return true;
  }

  /** Takes nothing any more: what waits and what comes is refused. What was taken stays as it is. */
  refuse(error: unknown): void {
    this.#refusal = { error };
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { refuse } of waiting) refuse(error);
  }

  setCapacity(capacity: number): void {
    this.#capacity = capacity;
    this.#takeWaiting();
  }

  #takeWaiting(): void {
    while (this.#waiting.length > 0 && this.unsettled < this.#capacity) this.#waiting.shift()?.take();
  }

  #take(batch: AppendBatch): AppendTicket {
    const start = this.#seqNum;
    const end = addU64(start, batch.records.length);
    this.#seqNum = end;
    let resolve!: (ack: AppendAck) => void;
    let reject!: (error: unknown) => void;
    const promise = new Promise<AppendAck>((onAck, onFailure) => {
      resolve = onAck;
      reject = onFailure;
    });
    promise.catch(() => undefined);
    const tail = new StreamPosition(end, 1);
    this.#taken.push({
      batch,
      ack: new AppendAck(new StreamPosition(start, 1), tail, tail),
      promise,
      resolve,
      reject,
      isSettled: false,
      isAcked: false,
    });
    return { meteredBytes: batch.meteredBytes, ack: () => promise };
  }
}
