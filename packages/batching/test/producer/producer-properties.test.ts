import { type AppendRecord, S2Error } from "@s2kit/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Producer, type ProducerOptions, type RecordAck, type RecordTicket } from "../../src/index.js";
import { ManualClock } from "../support/manual-clock.js";
import { recordOfBytes } from "../support/records.js";
import { ScriptedSink } from "../support/scripted-sink.js";
import { quiet } from "../support/settling.js";

const MAX_BYTES = 40;

type Step =
  | { readonly do: "submit"; readonly bytes: number; readonly looksAtOnce: boolean }
  | { readonly do: "trySubmit"; readonly bytes: number; readonly looksAtOnce: boolean }
  | { readonly do: "submitBad" }
  | { readonly do: "withdraw" | "abortFlush" | "ack" | "fail"; readonly which: number }
  | { readonly do: "advance"; readonly ms: number }
  | { readonly do: "microtasks"; readonly count: number }
  | { readonly do: "setCapacity"; readonly capacity: number }
  | { readonly do: "turn" | "refuse" | "flush" | "close" | "abort" };

const bytes = fc.integer({ min: 8, max: MAX_BYTES });
const which = fc.nat(3);
const looksAtOnce = fc.boolean();
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 30, arbitrary: fc.record({ do: fc.constant("submit" as const), bytes, looksAtOnce }) },
  { weight: 20, arbitrary: fc.record({ do: fc.constant("trySubmit" as const), bytes, looksAtOnce }) },
  { weight: 3, arbitrary: fc.constant({ do: "submitBad" as const }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant("withdraw" as const), which }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("abortFlush" as const), which }) },
  { weight: 20, arbitrary: fc.record({ do: fc.constant("ack" as const), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("fail" as const), which }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant("advance" as const), ms: fc.nat(6) }) },
  {
    weight: 10,
    arbitrary: fc.record({ do: fc.constant("microtasks" as const), count: fc.integer({ min: 1, max: 4 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("setCapacity" as const), capacity: fc.integer({ min: 1, max: 4 }) }),
  },
  { weight: 10, arbitrary: fc.constant({ do: "turn" as const }) },
  { weight: 8, arbitrary: fc.constant({ do: "flush" as const }) },
  { weight: 1, arbitrary: fc.constantFrom<Step>({ do: "refuse" }, { do: "close" }, { do: "abort" }) },
);

const limits = fc.record({
  maxBatchRecords: fc.integer({ min: 1, max: 5 }),
  maxBatchBytes: fc.constantFrom(MAX_BYTES, 60),
  lingerMs: fc.constantFrom(0, 5, Number.POSITIVE_INFINITY),
  matchSeqNum: fc.constant(0),
});

type Outcome<T> = { readonly value: T } | { readonly error: unknown };

/** One record, from its call on. */
interface Entry {
  readonly record: AppendRecord;
  /** The producer was open when it was submitted. */
  readonly wasOpen: boolean;
  readonly withdrawal: AbortController;
  ticket: RecordTicket | undefined;
  submitted: Outcome<RecordTicket> | undefined;
  acked: Outcome<RecordAck> | undefined;
}

interface Flush {
  readonly covered: readonly Entry[];
  readonly withdrawal: AbortController;
  readonly hadFailed: boolean;
  outcome: Outcome<void> | undefined;
  /** The covered records that were not durable when the flush settled. */
  undurable: readonly Entry[];
}

interface Limits extends ProducerOptions {
  readonly maxBatchRecords: number;
  readonly maxBatchBytes: number;
}

/** Drives a producer, keeps the books, and checks them. */
class Run {
  readonly #sink: ScriptedSink;
  readonly #clock = new ManualClock();
  readonly #producer: Producer;
  readonly #options: Limits;
  readonly #entries: Entry[] = [];
  readonly #flushes: Flush[] = [];
  #closed: Promise<Outcome<void>> | undefined;
  #wasFailedOnPurpose = false;
  #wasAborted = false;

  constructor(options: Limits, capacity: number) {
    this.#options = options;
    this.#sink = new ScriptedSink(capacity);
    this.#producer = new Producer(this.#sink, { clock: this.#clock, ...options });
  }

  async take(step: Step): Promise<void> {
    switch (step.do) {
      case "submit":
        return this.#submit(step.bytes, step.looksAtOnce);
      case "trySubmit":
        return this.#trySubmit(step.bytes, step.looksAtOnce);
      case "submitBad":
        expect(await outcomeOf(this.#producer.submit(recordOfBytes(this.#options.maxBatchBytes + 1)))).toHaveProperty(
          "error",
        );
        return;
      case "withdraw":
        this.#entries.filter(({ submitted }) => submitted === undefined)[step.which]?.withdrawal.abort("withdrawn");
        return;
      case "abortFlush":
        this.#flushes.filter(({ outcome }) => outcome === undefined)[step.which]?.withdrawal.abort("flush aborted");
        return;
      case "ack":
        this.#sink.ack(this.#sink.batches.length - 1 - step.which);
        return;
      case "fail":
        this.#wasFailedOnPurpose ||= this.#sink.fail(
          new S2Error("failed", { code: "connection_lost", maybeApplied: step.which % 2 === 0 }),
        );
        return;
      case "advance":
        return this.#clock.advance(step.ms);
      case "microtasks":
        for (let count = 0; count < step.count; count++) await Promise.resolve();
        return;
      case "setCapacity":
        return this.#sink.setCapacity(step.capacity);
      case "turn":
        await quiet();
        return this.#checkStill();
      case "refuse":
        this.#wasFailedOnPurpose = true;
        return this.#sink.refuse(new S2Error("refused", { code: "connection_lost", maybeApplied: true }));
      case "flush":
        return this.#flush();
      case "close":
        this.#closed ??= outcomeOf(this.#producer.close());
        return;
      case "abort":
        this.#wasFailedOnPurpose = this.#wasAborted = true;
        return this.#producer.abort();
    }
  }

  /** Lets everything come to its end, and checks the books. */
  async finish(): Promise<void> {
    this.#sink.setCapacity(Number.POSITIVE_INFINITY);
    this.#closed ??= outcomeOf(this.#producer.close());
    do await quiet();
    while (this.#sink.ack());
    for (const entry of this.#entries) this.#look(entry);
    await quiet();
    this.#checkLimits();
    this.#checkOrder();
    for (const entry of this.#entries) this.#checkEntry(entry);
    for (const flush of this.#flushes) this.#checkFlush(flush);
    expect(await Promise.race([this.#closed, quiet()])).toBeDefined();
    expect(this.#clock.pending).toBe(0);
    if (this.#wasFailedOnPurpose) return;
    expect(await this.#closed).toHaveProperty("value");
    expect(this.#producer.state).toBe("closed");
  }

  #submit(bytes: number, looksAtOnce: boolean): void {
    const entry = this.#enter(bytes);
    const { signal } = entry.withdrawal;
    void outcomeOf(this.#producer.submit(entry.record, { signal })).then((outcome) => {
      entry.submitted = outcome;
      if ("value" in outcome) entry.ticket = outcome.value;
      if (looksAtOnce) this.#look(entry);
    });
  }

  #trySubmit(bytes: number, looksAtOnce: boolean): void {
    const entry = this.#enter(bytes);
    try {
      entry.ticket = this.#producer.trySubmit(entry.record);
      entry.submitted = entry.ticket === undefined ? { error: "no room" } : { value: entry.ticket };
      if (looksAtOnce) this.#look(entry);
    } catch (error) {
      entry.submitted = { error };
    }
  }

  #enter(bytes: number): Entry {
    const entry: Entry = {
      record: recordOfBytes(bytes),
      wasOpen: this.#producer.state === "open",
      withdrawal: new AbortController(),
      ticket: undefined,
      submitted: undefined,
      acked: undefined,
    };
    this.#entries.push(entry);
    return entry;
  }

  #look(entry: Entry): void {
    if (entry.ticket === undefined) return;
    void outcomeOf(entry.ticket.ack()).then((outcome) => {
      entry.acked ??= outcome;
    });
  }

  #flush(): void {
    const flush: Flush = {
      covered: this.#entries.filter(
        ({ wasOpen, submitted }) => wasOpen && (submitted === undefined || "value" in submitted),
      ),
      withdrawal: new AbortController(),
      hadFailed: this.#producer.failure !== undefined,
      outcome: undefined,
      undurable: [],
    };
    this.#flushes.push(flush);
    void outcomeOf(this.#producer.flush({ signal: flush.withdrawal.signal })).then((outcome) => {
      flush.outcome = outcome;
      flush.undurable = flush.covered.filter((entry) => !this.#isDurable(entry) && !isWithdrawn(entry));
    });
  }

  #checkFlush({ outcome, undurable, hadFailed }: Flush): void {
    if (outcome === undefined) throw new Error("a flush has not settled");
    if ("value" in outcome) expect(undurable).toEqual([]);
    else if (outcome.error !== "flush aborted") {
      expect(hadFailed || this.#wasAborted || undurable.length > 0).toBe(true);
    }
  }

  /** What must hold whenever nothing can go on by itself. */
  #checkStill(): void {
    const taken = new Set(this.#sink.batches.flatMap(({ records }) => records));
    const held =
      this.#producer.failure === undefined
        ? this.#entries.filter(({ ticket, record }) => ticket && !taken.has(record))
        : [];
    expect(held.length).toBeLessThanOrEqual(2 * this.#options.maxBatchRecords);
    expect(held.reduce((sum, { record }) => sum + sizeOf(record), 0)).toBeLessThanOrEqual(
      2 * this.#options.maxBatchBytes,
    );
    expect(this.#sink.waiting).toBeLessThanOrEqual(1);
    if (this.#sink.waiting === 0) expect(this.#entries.filter(({ submitted }) => submitted === undefined)).toEqual([]);
  }

  #checkLimits(): void {
    let seqNum = 0;
    for (const { records, meteredBytes, matchSeqNum } of this.#sink.batches) {
      expect(records.length).toBeGreaterThan(0);
      expect(records.length).toBeLessThanOrEqual(this.#options.maxBatchRecords);
      expect(meteredBytes).toBe(records.reduce((sum, record) => sum + sizeOf(record), 0));
      expect(meteredBytes).toBeLessThanOrEqual(this.#options.maxBatchBytes);
      expect(matchSeqNum).toBe(seqNum);
      seqNum += records.length;
    }
  }

  /** Strictly ascending by call: in order, and nothing twice. */
  #checkOrder(): void {
    const callOf = new Map(this.#entries.map(({ record }, call) => [record, call]));
    const calls = this.#sink.batches.flatMap(({ records }) =>
      records.map((record) => callOf.get(record) ?? Number.NaN),
    );
    expect(calls).toEqual([...new Set(calls)].sort((a, b) => a - b));
  }

  #checkEntry(entry: Entry): void {
    const seqNum = this.#seqNumOf(entry);
    expect(entry.submitted).toBeDefined();
    if (entry.ticket === undefined) {
      expect(seqNum).toBe(-1);
      return;
    }
    const { acked } = entry;
    if (acked === undefined) throw new Error("a ticket has not settled");
    if ("value" in acked) {
      expect(acked.value.seqNum).toBe(seqNum);
      expect(this.#isDurable(entry)).toBe(true);
      return;
    }
    expect(this.#wasFailedOnPurpose).toBe(true);
    if (seqNum === -1) expect(acked.error).toMatchObject({ maybeApplied: false });
    else if (this.#isDurable(entry)) {
      expect(this.#wasAborted).toBe(true);
      expect(acked.error).toMatchObject({ maybeApplied: true });
    }
  }

  #seqNumOf({ record }: Entry): number {
    return this.#sink.batches.flatMap(({ records }) => records).indexOf(record);
  }

  #isDurable({ record }: Entry): boolean {
    return this.#sink.batches.some(({ records }, index) => this.#sink.isAcked(index) && records.includes(record));
  }
}

function isWithdrawn({ submitted }: Entry): boolean {
  return submitted !== undefined && "error" in submitted && submitted.error === "withdrawn";
}

function sizeOf({ body }: AppendRecord): number {
  return 8 + (body as string).length;
}

function outcomeOf<T>(promise: Promise<T>): Promise<Outcome<T>> {
  return promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
}

test("under any schedule everything settles, in order, once, within the limits and with the right verdict", async () => {
  await fc.assert(
    fc.asyncProperty(
      limits,
      fc.integer({ min: 1, max: 4 }),
      fc.array(step, { maxLength: 80, size: "max" }),
      async (options, capacity, steps) => {
        const run = new Run(options, capacity);
        for (const step of steps) await run.take(step);
        await run.finish();
      },
    ),
    { numRuns: 500 },
  );
}, 60_000);
