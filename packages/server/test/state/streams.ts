import { ManualClock } from "../../src/manual-clock.js";
import { type AppendInput, type AppendRecord, type ValidBatch, validateBatch } from "../../src/model/records.js";
import { resolveStreamConfig, type StreamConfig } from "../../src/model/stream-config.js";
import { MemoryLog } from "../../src/state/memory-log.js";
import type { RecordLog } from "../../src/state/record-log.js";
import { Stream } from "../../src/state/stream.js";

export interface StreamFixture {
  readonly stream: Stream;
  readonly clock: ManualClock;
}

/** A stream on its own, with a clock that stands still. */
export function newStream(config: StreamConfig = {}, log: RecordLog = new MemoryLog()): StreamFixture {
  const clock = new ManualClock();
  const stream = new Stream({
    name: "s",
    config: resolveStreamConfig(config, {}),
    cipher: undefined,
    idempotencyKey: undefined,
    log,
    clock,
    onTrim: () => undefined,
  });
  return { stream, clock };
}

export function record(body = "", timestamp?: bigint): AppendRecord {
  return { timestamp, headers: [], body: Buffer.from(body) };
}

export function fence(token: string): AppendRecord {
  return { ...record(token), headers: [{ name: Buffer.alloc(0), value: Buffer.from("fence") }] };
}

export function trim(seqNum: bigint): AppendRecord {
  const body = Buffer.alloc(8);
  body.writeBigUInt64BE(seqNum);
  return { timestamp: undefined, headers: [{ name: Buffer.alloc(0), value: Buffer.from("trim") }], body };
}

export function batch(records: readonly AppendRecord[], conditions: Partial<AppendInput> = {}): ValidBatch {
  return validateBatch({ records, matchSeqNum: undefined, fencingToken: undefined, ...conditions });
}

/** Sequence numbers of all retained records. */
export async function retained(stream: Stream, nowMs = 0): Promise<number[]> {
  const limit = { maxRecords: 1_000_000, maxBytes: Number.POSITIVE_INFINITY, nowMs };
  return (await stream.log.read(0, Number.POSITIVE_INFINITY, limit)).map(({ seqNum }) => seqNum);
}
