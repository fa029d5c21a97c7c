import { describe, expect, test } from "vitest";
import type { Exchange } from "../../src/wire/http-client.js";
import { SseStream } from "../../src/wire/sse-stream.js";

/** A response body that comes in the given pieces. */
function exchangeOf(...pieces: Buffer[]): Exchange {
  const chunks = pieces.filter(({ length }) => length > 0);
  return { nextChunk: () => Promise.resolve(chunks.shift()) } as unknown as Exchange;
}

const text =
  'event: batch\nid: 0,1,9\ndata: {"records":[{"seq_num":0,"timestamp":1,"body":"é\u2028"}]}\n\ndata: [DONE]\n\n';

describe("SseStream", () => {
  test("reads the same events wherever the bytes are split", async () => {
    const bytes = Buffer.from(text);
    for (let split = 0; split <= bytes.length; split += 1) {
      const stream = new SseStream(exchangeOf(bytes.subarray(0, split), bytes.subarray(split)));
      const batches = await stream.batchesToDone();
      expect(batches).toEqual([{ id: "0,1,9", records: [{ seq_num: 0, timestamp: 1, body: "é\u2028" }] }]);
    }
  });

  test.for([
    ["a comment", ": keep-alive\n\n"],
    ["a carriage return", "event: ping\r\ndata: {}\r\n\r\n"],
    ["no blank after the colon", "event:ping\n\n"],
    ["an unknown field", "retry: 5\n\n"],
    ["the end inside an event", "event: ping\n"],
  ])("rejects %s", async ([, bytes]) => {
    await expect(new SseStream(exchangeOf(Buffer.from(bytes ?? ""))).next()).rejects.toThrow();
  });

  test("rejects an end without [DONE], and anything after it", async () => {
    await expect(new SseStream(exchangeOf(Buffer.from(text.slice(0, -14)))).batchesToDone()).rejects.toThrow(
      /without \[DONE\]/,
    );
    await expect(new SseStream(exchangeOf(Buffer.from(`${text}${text}`))).batchesToDone()).rejects.toThrow(/follows/);
  });
});
