import { randomBytes } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { afterEach, describe, expect, test, vi } from "vitest";
import { compress, gzipThroughStream, supportsCompression } from "../../src/compression/compress.js";
import { zlib } from "../../src/compression/zlib.js";

const PAYLOAD = new Uint8Array(100_000).map((_, index) => index % 251);

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe("compress", () => {
  test("gives what others read", async () => {
    expect(gunzipSync((await compress(PAYLOAD, "gzip")) as Uint8Array).equals(PAYLOAD)).toBe(true);
  });

  test("reads only its part of a larger buffer", async () => {
    const packed = (await compress(PAYLOAD.subarray(1000, 3000), "gzip")) as Uint8Array;
    expect(gunzipSync(packed).equals(PAYLOAD.subarray(1000, 3000))).toBe(true);
  });

  test("gives nothing when it would not be shorter", async () => {
    expect(await compress(new Uint8Array(randomBytes(2000)), "gzip")).toBeUndefined();
    expect(await compress(new Uint8Array(0), "gzip")).toBeUndefined();
  });

  test("gives nothing when the runtime fails at it", async () => {
    const gzip = (_bytes: unknown, _options: unknown, done: (error: Error) => void): void =>
      done(new Error("no memory"));
    vi.spyOn(process, "getBuiltinModule").mockReturnValue({ gzip } as never);
    expect(await compress(PAYLOAD, "gzip")).toBeUndefined();
  });

  test("gives nothing by an algorithm that the runtime does not have", async () => {
    vi.spyOn(process, "getBuiltinModule").mockReturnValue(undefined);
    expect(await compress(PAYLOAD, "zstd")).toBeUndefined();
  });
});

describe.each([
  ["node:zlib", zlib("gzip") as typeof gzipThroughStream],
  ["streams", gzipThroughStream],
])("gzip by %s", (_, pack) => {
  test("is what others read, also when there is nothing to compress", async () => {
    for (const bytes of [PAYLOAD, new Uint8Array(0)]) {
      expect(gunzipSync(await pack(bytes)).equals(bytes)).toBe(true);
    }
  });
});

describe("supportsCompression", () => {
  test("knows gzip everywhere, by streams where there is no zlib", () => {
    expect(supportsCompression("gzip")).toBe(true);
    vi.spyOn(process, "getBuiltinModule").mockReturnValue(undefined);
    expect(supportsCompression("gzip")).toBe(true);
    vi.stubGlobal("CompressionStream", undefined);
    expect(supportsCompression("gzip")).toBe(false);
  });

  test("knows zstd where zlib has it", () => {
    vi.spyOn(process, "getBuiltinModule").mockReturnValue({ gzip: () => undefined } as never);
    expect(supportsCompression("zstd")).toBe(false);
    vi.spyOn(process, "getBuiltinModule").mockReturnValue({ zstdCompress: () => undefined } as never);
    expect(supportsCompression("zstd")).toBe(true);
  });
});
