import { expect, test } from "vitest";
import { appendFrame } from "../../src/wire/append-frame.js";
import { countFrames } from "../../src/wire/count-frames.js";
import { RecordCounter } from "../../src/wire/record-counter.js";

const FRAMES = Buffer.concat([
  appendFrame({ bodyBytes: 100, headers: 0 }, 3),
  appendFrame({ bodyBytes: 0, headers: 0 }, 2),
  appendFrame({ bodyBytes: 20_000, headers: 1 }, 1),
]);

/** A frame with conditions behind one record: `matchSeqNum` 300 and the fencing token "t". */
const WITH_CONDITIONS = Buffer.from([0, 0, 12, 0, 0x0a, 3, 0x1a, 1, 0x78, 0x10, 0xac, 0x02, 0x1a, 1, 0x74]);

function count(bytes: Uint8Array, pieceBytes: number): number[] {
  const counter = new RecordCounter();
  const counts: number[] = [];
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    counter.push(bytes.subarray(at, at + pieceBytes), (records) => counts.push(records));
  }
  return counts;
}

test.each([1, 2, 3, 5, 7, 100, 4096, 1_000_000])(
  "counts the records of each frame in pieces of %i bytes",
  (pieceBytes) => {
    expect(count(FRAMES, pieceBytes)).toEqual([3, 2, 1]);
  },
);

test("conditions are no records", () => {
  for (const pieceBytes of [1, 4, 100])
    expect(count(Buffer.concat([WITH_CONDITIONS, WITH_CONDITIONS]), pieceBytes)).toEqual([1, 1]);
});

test("an empty record counts", () => {
  const frame = Buffer.from([0, 0, 3, 0, 0x0a, 0]);
  expect(count(frame, 1)).toEqual([1]);
});

test.each([1, 3, 64, 100_000])("counts frames without looking into them in pieces of %i bytes", (pieceBytes) => {
  let frames = 0;
  const push = countFrames(() => frames++);
  for (let at = 0; at < FRAMES.length; at += pieceBytes) push(FRAMES.subarray(at, at + pieceBytes));
  expect(frames).toBe(3);
});
