import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import {
  adviseReconnect,
  encodeFrame,
  encodePlainFrame,
  encodeTerminalFrame,
  type Frame,
  FrameDecoder,
  unpackFrame,
} from "../../src/wire/frame.js";

function decodeAll(chunks: readonly Buffer[]): Frame[] {
  const decoder = new FrameDecoder();
  const frames: Frame[] = [];
  for (const chunk of chunks) {
    decoder.push(chunk);
    for (let frame = decoder.next(); frame !== undefined; frame = decoder.next()) frames.push(frame);
  }
  decoder.finish();
  return frames;
}

describe("the frame decoder", () => {
  const stream = Buffer.concat([
    encodePlainFrame(Buffer.from("first")),
    encodePlainFrame(Buffer.alloc(0)),
    adviseReconnect(encodePlainFrame(Buffer.from("third"))),
    encodeTerminalFrame(412, '{"seq_num_mismatch":5}'),
  ]);
  const whole = decodeAll([stream]);

  test("cuts frames out of one chunk", () => {
    expect(whole.map(({ terminal, payload }) => [terminal, payload.length])).toEqual([
      [false, 5],
      [false, 0],
      [false, 5],
      [true, 24],
    ]);
  });

  test("gives the same frames wherever the stream is split", () => {
    for (let first = 0; first <= stream.length; first++) {
      for (let second = first; second <= stream.length; second++) {
        expect(decodeAll([stream.subarray(0, first), stream.subarray(first, second), stream.subarray(second)])).toEqual(
          whole,
        );
      }
    }
  });

  test("gives the same frames when every byte comes alone", () => {
    expect(decodeAll([...stream].map((byte) => Buffer.from([byte])))).toEqual(whole);
  });

  test("takes the longest frame that is allowed and refuses one byte more", () => {
    const longest = encodePlainFrame(Buffer.alloc(2 * 1024 * 1024 - 1));
    expect(decodeAll([longest])[0]?.payload.length).toBe(2 * 1024 * 1024 - 1);
    expect(() => decodeAll([Buffer.from([0x20, 0, 1, 0])])).toThrow("longer than 2097152");
  });

  test("refuses an empty frame, unknown compression, and input that ends inside a frame", () => {
    expect(() => decodeAll([Buffer.from([0, 0, 0])])).toThrow("empty");
    expect(() => decodeAll([Buffer.from([0, 0, 1, 0x60])])).toThrow("unknown frame compression");
    for (let cut = 1; cut < 9; cut++) expect(() => decodeAll([stream.subarray(0, cut)])).toThrow("inside a frame");
  });

  test("ignores the reserved bits and the reconnect bit", () => {
    expect(decodeAll([Buffer.from([0, 0, 2, 0x1f, 7])])).toEqual([
      { terminal: false, compression: undefined, payload: Buffer.from([7]) },
    ]);
  });
});

describe("compression of frames", () => {
  test("begins at 1024 bytes of payload", async () => {
    const small = await encodeFrame([Buffer.alloc(1_023)], "gzip");
    const large = await encodeFrame([Buffer.alloc(1_000), Buffer.alloc(24)], "gzip");
    expect([small[3], large[3]]).toEqual([0, 0x40]);
    expect(await unpackFrame(decodeAll([large])[0]!)).toEqual(Buffer.alloc(1_024));
  });

  test("is accepted at any size, and refused when it is corrupt or unpacks to more than 2 MiB", async () => {
    const gzip = (payload: Buffer): Frame => ({ terminal: false, compression: "gzip", payload });
    expect(await unpackFrame(gzip(gzipSync("x")))).toEqual(Buffer.from("x"));
    expect(await unpackFrame(gzip(gzipSync(Buffer.alloc(2 * 1024 * 1024 - 1))))).toHaveLength(2 * 1024 * 1024 - 1);
    await expect(unpackFrame(gzip(gzipSync(Buffer.alloc(2 * 1024 * 1024))))).rejects.toThrow("does not decompress");
    await expect(unpackFrame(gzip(Buffer.from("x")))).rejects.toThrow("does not decompress");
  });
});

test("a terminal frame carries status and body as the protocol lays them out", () => {
  const frame = encodeTerminalFrame(412, '{"seq_num_mismatch":5}');
  expect(frame.subarray(0, 7)).toEqual(Buffer.from([0, 0, 0x19, 0x80, 0x01, 0x9c, 0x7b]));
});
