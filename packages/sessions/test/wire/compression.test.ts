import { gunzipSync, gzipSync } from "node:zlib";
import { UsageError } from "@s2kit/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type CompressionAlgorithm,
  compress,
  gzipThroughStream,
  supportsCompression,
} from "../../src/wire/compression.js";
import { decompress, gunzipThroughStream } from "../../src/wire/decompression.js";
import { zlib } from "../../src/wire/zlib.js";
import { expectProtocolError } from "./oracle.js";

const MAX = 2_097_151;

async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error("nothing was thrown");
    },
    (error: unknown) => error,
  );
}

const algorithms: readonly CompressionAlgorithm[] = supportsCompression("zstd") ? ["gzip", "zstd"] : ["gzip"];

describe.each(algorithms)("%s", (algorithm) => {
  test("gives back what went in", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), async (payload) => {
        const packed = await compress(payload, algorithm);
        expect(Buffer.compare(await decompress(packed, algorithm), payload)).toBe(0);
      }),
      { numRuns: 50 },
    );
  });

  test("takes the largest payload that a frame can hold, and no more", async () => {
    const largest = await decompress(await compress(new Uint8Array(MAX), algorithm), algorithm);
    expect(largest.byteLength).toBe(MAX);
    expectProtocolError(
      await rejection(decompress(await compress(new Uint8Array(MAX + 1), algorithm), algorithm)),
      true,
    );
  });

  test("refuses what is corrupt or cut", async () => {
    const packed = await compress(new Uint8Array(5000), algorithm);
    for (const bytes of [new Uint8Array(0), Uint8Array.of(1, 2, 3), packed.subarray(0, packed.byteLength - 1)]) {
      const error = await rejection(decompress(bytes, algorithm));
      expectProtocolError(error, true);
      expect(error).toMatchObject({ message: expect.stringContaining(algorithm) });
    }
  });

  test("reads only its part of a larger buffer", async () => {
    const packed = await compress(Uint8Array.of(1, 2, 3), algorithm);
    const larger = new Uint8Array(packed.byteLength + 20).fill(0xff);
    larger.set(packed, 10);
    expect([...(await decompress(larger.subarray(10, 10 + packed.byteLength), algorithm))]).toEqual([1, 2, 3]);
  });
});

const [gzip, gunzip] = [zlib("gzip"), zlib("gunzip")] as [typeof gzipThroughStream, typeof gunzipThroughStream];

describe.each<[string, typeof gzip, typeof gunzip]>([
  ["node:zlib", gzip, gunzip],
  ["streams", gzipThroughStream, gunzipThroughStream],
])("gzip by %s", (_, pack, unpack) => {
  const upTo = (maxOutputLength: number): { maxOutputLength: number } => ({ maxOutputLength });

  test("is what others read and write", async () => {
    const payload = new Uint8Array(100_000).map((_, index) => index % 251);
    expect(gunzipSync(await pack(payload)).equals(payload)).toBe(true);
    expect(Buffer.compare(await unpack(gzipSync(payload), upTo(payload.byteLength)), payload)).toBe(0);
  });

  test("rejects what gives a byte too many", async () => {
    expect(await rejection(unpack(gzipSync(new Uint8Array(1001)), upTo(1000)))).toBeInstanceOf(Error);
    expect((await unpack(gzipSync(new Uint8Array(1000)), upTo(1000))).byteLength).toBe(1000);
  });

  test("rejects what is corrupt or cut", async () => {
    const packed = gzipSync(new Uint8Array(5000).map((_, index) => index));
    expect(await rejection(unpack(packed.subarray(0, 30), upTo(MAX)))).toBeInstanceOf(Error);
    expect(await rejection(unpack(Uint8Array.of(1, 2, 3), upTo(MAX)))).toBeInstanceOf(Error);
  });
});

describe.skipIf(supportsCompression("zstd"))("a runtime without zstd", () => {
  test("refuses to be asked for it, by name", async () => {
    const error = await rejection(compress(new Uint8Array(1), "zstd"));
    expect(error).toBeInstanceOf(UsageError);
    expect(error).toMatchObject({
      message: expect.stringContaining('compression "zstd" is not supported by this runtime'),
    });
  });

  test("says so when a frame comes with it", async () => {
    const error = await rejection(decompress(new Uint8Array(1), "zstd"));
    expectProtocolError(error, true);
    expect(error).toMatchObject({ message: expect.stringContaining("zstd, which this runtime does not support") });
  });
});

test("gzip is there on every runtime", () => {
  expect(supportsCompression("gzip")).toBe(true);
});
