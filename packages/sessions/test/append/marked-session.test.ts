import {
  type AppendBatch,
  type AppendRecord,
  checkBatch,
  SeqNumMismatchError,
  StreamPosition,
  TransportError,
} from "@s2kit/core";
import { expect, test } from "vitest";
import { Pinning } from "../../src/append/exactly-once.js";
import { WriterMark } from "../../src/append/writer-mark.js";
import type { EncodedBatch } from "../../src/wire/append-input.js";
import { appendedRecords } from "../../src/wire/appended-records.js";
import { ScriptedAppend } from "./scripted-append.js";

const MiB = 1_048_576;
/** Metered bytes of `s2kit-writer: w/0`. */
const MARK = 17;
/** The same with the largest number. */
const ROOM = 32;

/** A session that may have 1 MiB in flight. */
function start(tail = 0): ScriptedAppend {
  const lookout = {
    checkTail: async () => new StreamPosition(tail, 0),
    read: () => Promise.reject(new Error("nothing of ours may be there")),
  };
  return new ScriptedAppend({ exactlyOnce: { pinning: new Pinning("rebase", 0), lookout, mark: new WriterMark("w") } });
}

const recordOf = (meteredBytes: number): AppendRecord => ({ body: "x".repeat(meteredBytes - 8) });

const batchOf = (meteredBytes: number): AppendBatch => checkBatch([recordOf(meteredBytes)]);

const marks = (batches: readonly EncodedBatch[] | undefined): unknown[] =>
  (batches ?? []).flatMap((batch) => Array.from(appendedRecords(batch), ({ headers }) => headers[0]?.value));

/** Everything that is under way arrives. */
const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 3; turn++) await new Promise(setImmediate);
};

test("the mark counts as in flight, and is free again with its batch", () => {
  const script = start();
  const ticket = script.session.trySubmit([recordOf(100)]);
  expect([ticket?.meteredBytes, script.session.inflightBytes]).toEqual([100 + MARK, 100 + MARK]);
  script.ack();
  expect(script.session.inflightBytes).toBe(0);
});

test("a batch for which there is room without its mark only is not taken, and takes no number", () => {
  const script = start();
  script.session.trySubmit([recordOf(MiB - 100 - 2 * MARK)]);
  expect(script.session.trySubmit([recordOf(101)])).toBeUndefined();
  expect(script.session.trySubmitBatch(batchOf(101))).toBeUndefined();
  expect(script.session.trySubmit([recordOf(100)])).toBeDefined();
  expect(script.session.inflightBytes).toBe(MiB);
  expect(marks(script.current?.unacked)).toEqual(["w/0", "w/1"]);
});

test("a batch that waits for room is taken on with its mark", async () => {
  const script = start();
  script.session.trySubmit([recordOf(MiB - ROOM)]);
  const waiting = script.session.submit([recordOf(100)]);
  script.ack();
  expect((await waiting).meteredBytes).toBe(100 + MARK);
  expect(script.session.inflightBytes).toBe(100 + MARK);
  script.ack();
  expect(script.session.inflightBytes).toBe(0);
});

test("a batch that leaves no room for the mark is refused before anything is sent, also while there is no room", async () => {
  const script = start();
  const refused = { code: "invalid_argument", message: expect.stringContaining(`up to ${ROOM} of the ${MiB}`) };
  for (const full of [false, true]) {
    if (full) script.session.trySubmit([recordOf(MiB - ROOM)]);
    expect(() => script.session.trySubmit([recordOf(MiB - ROOM + 1)])).toThrow(expect.objectContaining(refused));
    await expect(script.session.submit([recordOf(MiB - ROOM + 1)])).rejects.toMatchObject(refused);
    await expect(script.session.submitBatch(batchOf(MiB))).rejects.toMatchObject(refused);
    await expect(script.session.reserve(MiB - ROOM + 1)).rejects.toMatchObject(refused);
    expect(script.connections.length).toBe(full ? 1 : 0);
  }
});

test("a permit keeps the room of the longest mark beside that of its batch", async () => {
  const script = start();
  const permit = await script.session.reserve(script.session.maxBatchBytes);
  expect([permit.meteredBytes, script.session.inflightBytes]).toEqual([MiB - ROOM, MiB]);
  expect(() => permit.submit([recordOf(MiB - ROOM + 1)])).toThrow("records");
  permit.submit([recordOf(MiB - ROOM)]);
  script.ack();
  const unused = await script.session.reserve(1);
  unused.release();
  expect([script.session.inflightBytes, script.session.inflightBatches]).toEqual([0, 0]);
});

test("many records are cut so that every batch has room for its mark", async () => {
  const script = start();
  const third = Math.ceil(MiB / 3);
  const all = script.session.submitAll([recordOf(third), recordOf(third), recordOf(MiB - 2 * third), recordOf(9)]);
  await turns();
  expect(script.ack()).toBe(true);
  await turns();
  expect(script.ack()).toBe(true);
  expect((await all).map(({ meteredBytes }) => meteredBytes)).toEqual([2 * third + MARK, MiB - 2 * third + 9 + MARK]);
  const error = await script.session.submitAll([{}, recordOf(MiB - ROOM + 1)]).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: "invalid_argument", message: expect.stringContaining("records[1] must be") });
  await turns();
  expect(script.current?.unacked).toEqual([]);
});

test("a resend is the same byte for byte; behind another writer's records the mark is the same", async () => {
  const script = start(5);
  script.session.trySubmit([{ body: "same" }]);
  script.session.trySubmit([{ body: "same" }]);
  const sent = script.current?.unacked.map(({ frame }) => [...frame]);
  script.end((listener) => {
    listener.failed(new TransportError("refused", { code: "request_refused", retryable: true, maybeApplied: false }));
  });
  script.clock.advance(10_000);
  expect(script.current?.unacked.map(({ frame }) => [...frame])).toEqual(sent);
  script.end((listener) => {
    listener.failed(new SeqNumMismatchError(5, { code: "seq_num_mismatch", status: 412 }));
  });
  await turns();
  script.session.trySubmit([{ body: "same" }]);
  expect(marks(script.current?.unacked)).toEqual(["w/0", "w/1", "w/2"]);
  expect(script.current?.unacked.map(({ matchSeqNum }) => matchSeqNum)).toEqual([5, 6, 7]);
  script.session.abort();
});
