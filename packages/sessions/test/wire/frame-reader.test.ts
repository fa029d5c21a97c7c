import { TransportError } from "@s2kit/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodeFrameHeader, MAX_FRAME_LENGTH } from "../../src/wire/frame.js";
import { FrameReader } from "../../src/wire/frame-reader.js";
import { concat, expectProtocolError, hex, thrownBy, toHex } from "./oracle.js";

interface Frame {
  readonly flag: number;
  readonly payload: Uint8Array;
}

function encodeFrame(flag: number, payload: Uint8Array): Uint8Array {
  const frame = new Uint8Array(4 + payload.byteLength);
  encodeFrameHeader(frame, 0, payload.byteLength);
  frame[3] = flag;
  frame.set(payload, 4);
  return frame;
}

function shown(frames: readonly Frame[]): string[] {
  return frames.map(({ flag, payload }) => `${flag}: ${toHex(payload)}`);
}

/** What comes out when the pieces go in one by one. */
function read(...pieces: readonly Uint8Array[]): Frame[] {
  const reader = new FrameReader();
  const frames: Frame[] = [];
  for (const piece of pieces) reader.push(piece, (flag, payload) => frames.push({ flag, payload }));
  reader.end();
  return frames;
}

const FIXTURES: Readonly<Record<string, string>> = {
  "an append of one record": "00 00 07 00 0a 04 1a 02 68 69",
  "a heartbeat": "00 00 03 00 12 00",
  "an empty payload": "00 00 01 00",
  "a terminal frame": "00 00 05 80 01 9c 7b 7d",
  "two frames": "00 00 03 00 12 00 00 00 03 10 12 00",
  "empty frames between others": "00 00 01 00 00 00 02 00 ff 00 00 01 00 00 00 01 80",
};

describe.each(Object.entries(FIXTURES))("%s", (_, text) => {
  const bytes = hex(text);
  const whole = shown(read(bytes));

  test("comes out the same when it is cut in two anywhere", () => {
    for (let at = 0; at <= bytes.byteLength; at++) {
      expect(shown(read(bytes.subarray(0, at), bytes.subarray(at)))).toEqual(whole);
    }
  });

  test("comes out the same when it is cut in three anywhere", () => {
    for (let first = 0; first <= bytes.byteLength; first++) {
      for (let second = first; second <= bytes.byteLength; second++) {
        expect(shown(read(bytes.subarray(0, first), bytes.subarray(first, second), bytes.subarray(second)))).toEqual(
          whole,
        );
      }
    }
  });

  test("comes out byte by byte", () => {
    expect(shown(read(...Array.from(bytes, (byte) => Uint8Array.of(byte))))).toEqual(whole);
  });

  test("is complete with its last byte, and not before", () => {
    const reader = new FrameReader();
    let frames = 0;
    for (let index = 0; index < bytes.byteLength - 1; index++)
      reader.push(bytes.subarray(index, index + 1), () => frames++);
    expect(frames).toBe(whole.length - 1);
    expect(reader.pendingBytes).toBeGreaterThan(0);
    expect(thrownBy(() => reader.end())).toMatchObject({ code: "connection_lost" });
    reader.push(bytes.subarray(-1), () => frames++);
    expect(frames).toBe(whole.length);
    expect(reader.pendingBytes).toBe(0);
    reader.end();
  });
});

test("any frames in any pieces come out as they went in", () => {
  const anyFrame = fc.tuple(fc.integer({ min: 0, max: 255 }), fc.uint8Array({ maxLength: 40 }));
  fc.assert(
    fc.property(
      fc.array(anyFrame, { maxLength: 8 }),
      fc.infiniteStream(fc.integer({ min: 0, max: 30 })),
      (input, sizes) => {
        const bytes = concat(...input.map(([flag, payload]) => encodeFrame(flag, payload)));
        const pieces: Uint8Array[] = [];
        for (let at = 0; at < bytes.byteLength; ) {
          const size = sizes.next().value as number;
          pieces.push(bytes.slice(at, at + size));
          at += size;
        }
        expect(shown(read(...pieces))).toEqual(shown(input.map(([flag, payload]) => ({ flag, payload }))));
      },
    ),
  );
});

describe("copies", () => {
  test("none for frames within one piece", () => {
    const piece = Buffer.from(
      concat(...Array.from({ length: 400 }, (_, index) => encodeFrame(index & 0xff, Uint8Array.of(index & 0xff)))),
    );
    const frames = read(piece);
    expect(frames).toHaveLength(400);
    for (const { flag, payload } of frames) {
      expect(payload.buffer).toBe(piece.buffer);
      expect(payload.constructor).toBe(Uint8Array);
      expect(payload[0]).toBe(flag);
    }
  });

  test("one for a frame over several pieces, into a buffer of its own size", () => {
    const payload = Uint8Array.from({ length: 1_048_576 }, (_, index) => index * 7);
    const bytes = concat(encodeFrame(0, payload), encodeFrame(1, Uint8Array.of(5)));
    const pieces = Array.from({ length: Math.ceil(bytes.byteLength / 16_384) }, (_, index) =>
      bytes.slice(index * 16_384, (index + 1) * 16_384),
    );
    const frames = read(...pieces);
    expect(frames).toHaveLength(2);
    expect(Buffer.compare(frames[0]?.payload as Uint8Array, payload)).toBe(0);
    expect(frames[0]?.payload.buffer.byteLength).toBe(payload.byteLength);
    for (const piece of pieces) piece.fill(0);
    expect(Buffer.compare(frames[0]?.payload as Uint8Array, payload)).toBe(0);
  });

  test("a frame of the largest size is read byte by byte", () => {
    const bytes = encodeFrame(0, new Uint8Array(MAX_FRAME_LENGTH - 1).fill(3));
    const reader = new FrameReader();
    const frames: Frame[] = [];
    for (let at = 0; at < bytes.byteLength; at++) {
      reader.push(bytes.subarray(at, at + 1), (flag, payload) => frames.push({ flag, payload }));
    }
    expect(frames.map(({ payload }) => payload.byteLength)).toEqual([MAX_FRAME_LENGTH - 1]);
    expect(frames[0]?.payload.every((byte) => byte === 3)).toBe(true);
  });
});

describe("lengths that cannot be", () => {
  test.each([
    ["0", "00 00 00 00"],
    ["one more than the limit", "20 00 01 00"],
    ["the largest of all", "ff ff ff 00"],
  ])("%s: refused in one piece or in several, and nothing is taken afterwards", (_, header) => {
    for (const size of [1, 2, 3, 4]) {
      const reader = new FrameReader();
      const frames: Frame[] = [];
      const take = (flag: number, payload: Uint8Array): unknown => frames.push({ flag, payload });
      const bytes = concat(hex("00 00 02 00 aa"), hex(header));
      const error = thrownBy(() => {
        for (let at = 0; at < bytes.byteLength; at += size) reader.push(bytes.subarray(at, at + size), take);
      });
      expectProtocolError(error, true);
      expect(shown(frames)).toEqual(["0: aa"]);
      reader.push(hex("00 00 02 00 bb"), take);
      expect(frames).toHaveLength(1);
      expect(reader.pendingBytes).toBe(0);
      reader.end();
    }
  });
});

describe("the end", () => {
  test.each(["00", "00 00 03", "00 00 03 00", "00 00 03 00 12"])("after %s is a lost connection", (bytes) => {
    const reader = new FrameReader();
    reader.push(hex(bytes), () => undefined);
    expect(reader.pendingBytes).toBe(hex(bytes).byteLength);
    const error = thrownBy(() => reader.end());
    expect(error).toBeInstanceOf(TransportError);
    expect(error).toMatchObject({
      code: "connection_lost",
      retryable: true,
      maybeApplied: true,
      message: expect.stringContaining("unexpected end"),
    });
  });
});

test("a frame that cannot be handled is the last one, wherever it is cut", () => {
  const bytes = hex("00 00 02 00 01 00 00 02 00 02 00 00 02 00 03");
  for (let at = 5; at <= bytes.byteLength; at++) {
    const reader = new FrameReader();
    const seen: number[] = [];
    const take = (_flag: number, payload: Uint8Array): void => {
      seen.push(payload[0] as number);
      throw new Error(`no ${payload[0]}`);
    };
    expect(thrownBy(() => reader.push(bytes.subarray(0, at), take))).toMatchObject({ message: "no 1" });
    expect(reader.pendingBytes).toBe(0);
    reader.push(bytes.subarray(at), take);
    expect(seen).toEqual([1]);
    reader.end();
  }
});

describe("stop", () => {
  test("within a frame's handling keeps the frames behind it back", () => {
    const reader = new FrameReader();
    const seen: number[] = [];
    reader.push(hex("00 00 02 80 01 00 00 02 00 02 00"), (flag) => {
      seen.push(flag);
      reader.stop();
    });
    expect(seen).toEqual([0x80]);
    reader.push(hex("00 00 02 00 02"), (flag) => seen.push(flag));
    expect(seen).toEqual([0x80]);
    expect(reader.pendingBytes).toBe(0);
    reader.end();
  });

  test("within a handling that fails keeps nothing", () => {
    const reader = new FrameReader();
    const error = new Error("failed");
    const thrown = thrownBy(() =>
      reader.push(hex("00 00 02 00 01 00 00 02 00 02"), () => {
        reader.stop();
        throw error;
      }),
    );
    expect(thrown).toBe(error);
    expect(reader.pendingBytes).toBe(0);
  });

  test("in the middle of a frame lets go of it", () => {
    const reader = new FrameReader();
    reader.push(hex("00 00 09 00 01 02"), () => undefined);
    reader.stop();
    expect(reader.pendingBytes).toBe(0);
    reader.end();
  });
});
