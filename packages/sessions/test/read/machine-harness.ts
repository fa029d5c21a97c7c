import { DEFAULT_RETRY_POLICY, type ResolvedRetryPolicy, type S2Error, StreamPosition, type U64 } from "@s2kit/core";
import type { ReadGap } from "../../src/read/read-cursor.js";
import { ReadMachine } from "../../src/read/read-machine.js";
import { type ReadRange, wireRead } from "../../src/read/read-options.js";
import type { WireRead } from "../../src/transport/transport.js";
import { RecordBatch } from "../../src/wire/read-batch.js";
import { ReadRecord } from "../../src/wire/read-record.js";

/** A batch of `count` records from `start` on, each with an empty body (8 metered bytes). */
export function batchOf(start: number, count: number, tail?: number): RecordBatch {
  const records = Array.from({ length: count }, (_, index) =>
    ReadRecord.from({ seqNum: start + index, timestamp: 0, headers: [], body: "" }),
  );
  return RecordBatch.from(records, tail === undefined ? undefined : new StreamPosition(tail, 0));
}

export interface ReadHarness {
  readonly machine: ReadMachine;
  /** The parameters of every connection so far. */
  readonly reads: WireRead[];
  readonly gaps: ReadGap[];
  /** Sequence numbers of everything delivered. */
  readonly delivered: U64[];
  readonly outcome: { over: boolean; error: S2Error | undefined; cancels: number; behind: number };
  now: number;
  wakeAt: number | undefined;
  batch(start: number, count: number, tail?: number, advised?: boolean): void;
  heartbeat(tail: number): void;
  fail(error: S2Error): void;
  /** Moves time to the wake-up that was asked for, and delivers it. */
  wake(): void;
}

export function readHarness(range: ReadRange = {}, retry: Partial<ResolvedRetryPolicy> = {}): ReadHarness {
  const self: ReadHarness = {
    reads: [],
    gaps: [],
    delivered: [],
    outcome: { over: false, error: undefined, cancels: 0, behind: 0 },
    now: 0,
    wakeAt: undefined,
    machine: new ReadMachine(
      {
        read: wireRead(range),
        retry: { ...DEFAULT_RETRY_POLICY, ...retry },
        openTimeoutMs: 5000,
        silenceTimeoutMs: 20_000,
      },
      {
        now: () => self.now,
        random: () => 0.5,
        connect: (_connection, read) => self.reads.push(read),
        cancel: () => self.outcome.cancels++,
        wakeAt: (time) => {
          self.wakeAt = time;
        },
        deliver: (batch) => {
          for (const record of batch) self.delivered.push(record.seqNumU64);
        },
        gap: (gap) => self.gaps.push(gap),
        behind: () => self.outcome.behind++,
        over: (error) => {
          self.outcome.over = true;
          self.outcome.error = error;
        },
      },
    ),
    batch: (start, count, tail, advised = false) =>
      self.machine.handle({ type: "batch", batch: batchOf(start, count, tail), advised }),
    heartbeat: (tail) => self.machine.handle({ type: "batch", batch: batchOf(0, 0, tail), advised: false }),
    fail: (error) => self.machine.handle({ type: "failed", error }),
    wake() {
      if (self.wakeAt !== undefined) self.now = Math.max(self.now, self.wakeAt);
      self.machine.handle({ type: "wake" });
    },
  };
  self.machine.handle({ type: "wake" });
  return self;
}
