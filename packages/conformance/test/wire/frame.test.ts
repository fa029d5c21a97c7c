import * as zlib from "node:zlib";
import { describe, expect, test } from "vitest";
import {
  canReadZstd,
  FrameReader,
  framePayload,
  MAX_FRAME_LENGTH,
  messageFrame,
  rawFrame,
} from "../../src/wire/frame.js";
import { zstdRun, zstdStore } from "../../src/wire/zstd-store.js";

const heartbeat = Buffer.from("000003001200", "hex");
const terminal = rawFrame(0x80, Buffer.concat([Buffer.from([0x01, 0x9c]), Buffer.from('{"seq_num_mismatch":5}')]));

describe("FrameReader", () => {
  test("cuts the same frames wherever the bytes are split", () => {
    const bytes = Buffer.concat([heartbeat, messageFrame(Buffer.from("payload"), "gzip"), terminal]);
    for (let split = 0; split <= bytes.length; split += 1) {
      const reader = new FrameReader();
      const frames = [];
      for (const part of [bytes.subarray(0, split), bytes.subarray(split)]) {
        reader.push(part);
        for (let frame = reader.shift(); frame !== undefined; frame = reader.shift()) frames.push(frame);
      }
      expect(frames.map(({ bytes: whole }) => whole.toString("hex")).join("")).toBe(bytes.toString("hex"));
      expect(frames.map(({ kind }) => kind)).toEqual(["message", "message", "terminal"]);
      expect(reader.pendingBytes).toBe(0);
    }
  });

  test("reads the status and the body of a terminal frame", () => {
    const reader = new FrameReader();
    reader.push(terminal);
    expect(terminal.subarray(0, 6).toString("hex")).toBe("00001980019c");
    expect(reader.shift()).toMatchObject({ kind: "terminal", status: 412, text: '{"seq_num_mismatch":5}' });
  });

  test("rejects lengths outside of 1 to 2 MiB", () => {
    for (const length of [0, MAX_FRAME_LENGTH + 1]) {
      const reader = new FrameReader();
      reader.push(Buffer.from([length >> 16, (length >> 8) & 0xff, length & 0xff, 0]));
      expect(() => reader.shift()).toThrow(/out of bounds/);
    }
  });
});

test("a payload comes back from every compression that this runtime can read", () => {
  const payload = Buffer.from("payload ".repeat(1_000));
  for (const compression of ["none", "gzip", ...(canReadZstd ? (["zstd"] as const) : [])] as const) {
    const reader = new FrameReader();
    reader.push(messageFrame(payload, compression));
    const frame = reader.shift();
    expect(frame).toMatchObject({ kind: "message", compression });
    if (frame?.kind === "message") expect(framePayload(frame).equals(payload)).toBe(true);
  }
});

describe("zstd frames", () => {
  test("have magic, content size and stored blocks of at most 128 KiB", () => {
    expect(zstdStore(Buffer.from("abc")).toString("hex")).toBe("28b52ffd" + "a0" + "03000000" + "190000" + "616263");
    expect(zstdStore(Buffer.alloc(0)).toString("hex")).toBe("28b52ffd" + "a0" + "00000000" + "010000");
    expect(zstdStore(Buffer.alloc(128 * 1024 + 1)).length).toBe(4 + 5 + 3 + 128 * 1024 + 3 + 1);
    expect(zstdRun(0x20, 300_000).length).toBe(4 + 5 + 3 * 4);
  });

  test.runIf(canReadZstd)("are read by the runtime's own decompressor", () => {
    const { zstdDecompressSync } = zlib as unknown as { zstdDecompressSync: (bytes: Uint8Array) => Buffer };
    const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251));
    expect(zstdDecompressSync(zstdStore(bytes)).equals(bytes)).toBe(true);
    expect(zstdDecompressSync(zstdRun(7, 300_000)).equals(Buffer.alloc(300_000, 7))).toBe(true);
  });
});
