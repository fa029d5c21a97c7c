import { randomBytes } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { describe, expect, test, vi } from "vitest";
import { compressBody } from "../../src/pipeline/compress-body.js";
import { APPEND, rig } from "../support/client.js";
import { json, refusal } from "../support/scripted-fetch.js";

const OK = json(200, {});
describe("compression of request bodies", () => {
  test.each([
    ["text", "x".repeat(1024)],
    ["bytes", new Uint8Array(1024)],
    ["text of 1024 bytes and fewer characters", "ü".repeat(512)],
  ])("is gzip for %s when asked for", async (_name, body) => {
    const { client, fetch } = rig([OK], { compression: "gzip" });
    await client.send({ ...APPEND, body });
    const sent = fetch.sent[0];
    expect(sent?.headers.get("content-encoding")).toBe("gzip");
    expect(gunzipSync(sent?.body as Uint8Array)).toEqual(Buffer.from(body as string));
  });

  test.each([
    ["of 1023 bytes", "x".repeat(1023)],
    ["that would grow", new Uint8Array(randomBytes(2000))],
    ["that is a stream", new ReadableStream<Uint8Array>({ start: (it) => it.close() })],
  ])("leaves a body %s as it is", async (_name, body) => {
    const { client, fetch } = rig([OK], { compression: "gzip" });
    await client.send({ ...APPEND, body });
    expect(fetch.sent[0]?.headers.has("content-encoding")).toBe(false);
    expect(fetch.sent[0]?.body).toBe(body);
  });

  test("is off when nothing is said", async () => {
    const { client, fetch } = rig([OK]);
    await client.send({ ...APPEND, body: "x".repeat(5000) });
    expect(fetch.sent[0]?.headers.has("content-encoding")).toBe(false);
  });

  test("is done once for all attempts", async () => {
    const { client, fetch, clock } = rig([refusal(429, "rate_limited"), OK], { compression: "gzip" });
    await clock.settle(client.send({ ...APPEND, body: "x".repeat(5000) }));
    expect(fetch.sent[0]?.body).toBe(fetch.sent[1]?.body);
    expect(fetch.sent[1]?.headers.get("content-encoding")).toBe("gzip");
  });

  test("works where there is no zlib", async () => {
    vi.spyOn(process, "getBuiltinModule").mockReturnValue(undefined);
    const { body, encoding } = await compressBody("x".repeat(5000), "gzip");
    expect(encoding).toBe("gzip");
    expect(gunzipSync(body as Uint8Array).toString()).toBe("x".repeat(5000));
  });

  test("is zstd when asked for and the runtime has it", async () => {
    const zstdCompress = (data: Uint8Array, done: (error: null, result: Uint8Array) => void): void =>
      done(null, data.subarray(0, 3));
    vi.spyOn(process, "getBuiltinModule").mockReturnValue({ zstdCompress } as never);
    const { client, fetch } = rig([OK], { compression: "zstd" });
    await client.send({ ...APPEND, body: "x".repeat(5000) });
    expect(fetch.sent[0]?.headers.get("content-encoding")).toBe("zstd");
    expect(fetch.sent[0]?.body).toEqual(new TextEncoder().encode("xxx"));
  });

  test("refuses gzip at once when the runtime has neither zlib nor a stream for it", () => {
    vi.spyOn(process, "getBuiltinModule").mockReturnValue(undefined);
    vi.stubGlobal("CompressionStream", undefined);
    expect(() => rig([], { compression: "gzip" })).toThrow(expect.objectContaining({ field: "compression" }));
    vi.unstubAllGlobals();
  });

  test("refuses zstd at once when the runtime does not have it", () => {
    vi.spyOn(process, "getBuiltinModule").mockReturnValue(undefined);
    expect(() => rig([], { compression: "zstd" })).toThrow(
      expect.objectContaining({ code: "invalid_argument", field: "compression" }),
    );
  });

  test("refuses an algorithm that nobody knows, also where the runtime has all that it can have", () => {
    const transform = (): void => undefined;
    vi.spyOn(process, "getBuiltinModule").mockReturnValue({ gzip: transform, zstdCompress: transform } as never);
    expect(() => rig([], { compression: "lzma" as "gzip" })).toThrow(/compression "lzma" is not available/);
    expect(() => rig([], { compression: "constructor" as "gzip" })).toThrow(/"constructor" is not available/);
  });
});
