import { gunzipSync, gzipSync } from "node:zlib";
import { UsageError } from "@s2kit/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Codec, CompressionAlgorithm } from "../../src/wire/codec.js";
import { checkCompression, compress, decompress, supportsCompression } from "../../src/wire/compression.js";
import { nodeCodec } from "../../src/wire/node-codec.js";
import { streamCodec } from "../../src/wire/stream-codec.js";
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

describe.each<[string, Codec | undefined]>([
  ["node:zlib", nodeCodec("gzip")],
  ["streams", streamCodec("gzip")],
])("gzip by %s", (_, codec) => {
  test("is what others read and write", async () => {
    const payload = new Uint8Array(100_000).map((_, index) => index % 251);
    expect(gunzipSync((await codec?.compress(payload)) as Uint8Array).equals(payload)).toBe(true);
    expect(
      Buffer.compare((await codec?.decompress(gzipSync(payload), payload.byteLength)) as Uint8Array, payload),
    ).toBe(0);
  });

  test("rejects what gives a byte too many", async () => {
    expect(await rejection((codec as Codec).decompress(gzipSync(new Uint8Array(1001)), 1000))).toBeInstanceOf(Error);
    expect((await (codec as Codec).decompress(gzipSync(new Uint8Array(1000)), 1000)).byteLength).toBe(1000);
  });

  test("rejects what is corrupt or cut", async () => {
    const packed = gzipSync(new Uint8Array(5000).map((_, index) => index));
    expect(await rejection((codec as Codec).decompress(packed.subarray(0, 30), MAX))).toBeInstanceOf(Error);
    expect(await rejection((codec as Codec).decompress(Uint8Array.of(1, 2, 3), MAX))).toBeInstanceOf(Error);
  });
});

describe.skipIf(supportsCompression("zstd"))("a runtime without zstd", () => {
  test("refuses to be asked for it, by name", async () => {
    expect(() => checkCompression("zstd")).toThrow('compression "zstd" is not supported by this runtime');
    expect(await rejection(compress(new Uint8Array(1), "zstd"))).toBeInstanceOf(UsageError);
  });

  test("says so when a frame comes with it", async () => {
    const error = await rejection(decompress(new Uint8Array(1), "zstd"));
    expectProtocolError(error, true);
    expect(error).toMatchObject({ message: expect.stringContaining("zstd, which this runtime does not support") });
  });
});

test("gzip is there on every runtime", () => {
  expect(supportsCompression("gzip")).toBe(true);
  checkCompression("gzip");
});
