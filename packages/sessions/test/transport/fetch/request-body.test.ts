import { describe, expect, test } from "vitest";
import { RequestBody } from "../../../src/transport/fetch/request-body.js";

const filled = (size: number, value: number): Uint8Array => new Uint8Array(size).fill(value);

/** Reads the next chunk as its length and its first byte. */
async function next(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<readonly [number, number] | "end"> {
  const { done, value } = await reader.read();
  return done ? "end" : [value.byteLength, value[0] as number];
}

describe("a request body that is written while it is sent", () => {
  test("waits for what is written next, and ends behind it", async () => {
    const body = new RequestBody();
    const reader = body.stream.getReader();
    const first = next(reader);
    body.write(filled(3, 1));
    expect(await first).toEqual([3, 1]);
    body.write(filled(4, 2));
    body.finish();
    body.write(filled(5, 3));
    expect([await next(reader), await next(reader)]).toEqual([[4, 2], "end"]);
  });

  test("ends without a byte when nothing is written", async () => {
    const body = new RequestBody();
    const end = next(body.stream.getReader());
    body.finish();
    expect(await end).toBe("end");
  });

  test("sends small pieces that wait together as one chunk of at most 64 KiB, in order", async () => {
    const body = new RequestBody();
    for (let index = 0; index < 5; index++) body.write(filled(20_000, index));
    const reader = body.stream.getReader();
    const { value } = await reader.read();
    expect([0, 20_000, 40_000].map((offset) => value?.[offset])).toEqual([0, 1, 2]);
    expect(value?.byteLength).toBe(60_000);
    expect(await next(reader)).toEqual([40_000, 3]);
  });

  test("sends a large piece as it is, without a copy", async () => {
    const body = new RequestBody();
    const large = filled(1_000_000, 7);
    body.write(large);
    body.write(filled(10, 8));
    const reader = body.stream.getReader();
    expect((await reader.read()).value).toBe(large);
    expect(await next(reader)).toEqual([10, 8]);
  });

  test("does not end behind what was written when it is dropped", async () => {
    const body = new RequestBody();
    body.write(filled(10, 1));
    body.drop();
    body.write(filled(10, 2));
    const chunk = next(body.stream.getReader());
    const winner = await Promise.race([chunk, new Promise((resolve) => setImmediate(() => resolve("nothing")))]);
    expect(winner).toBe("nothing");
  });

  test("lets go of what waits when nobody sends it any more", async () => {
    const body = new RequestBody();
    const reader = body.stream.getReader();
    const pending = next(reader);
    await reader.cancel();
    expect(await pending).toBe("end");
    body.write(filled(10, 1));
    body.finish();
  });
});
