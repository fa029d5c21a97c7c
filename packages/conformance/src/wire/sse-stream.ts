import assert from "node:assert/strict";
import { parseExactJson } from "./exact-json.js";
import { type Exchange, type Reply, type ResponseHead, readReply } from "./http-client.js";
import type { Position, ReadBatch } from "./messages.js";
import { PATIENCE_MS, within } from "./within.js";

/** One event exactly as sent: its fields, and the lines they came in. */
export interface SseEvent {
  event?: string;
  id?: string;
  data?: string;
  /** The event's lines without the blank line that ends it. */
  text: string;
}

/** A batch event with its three counters. */
export interface SseBatch extends ReadBatch {
  id: string;
}

/** The data of a `ping` event. */
export interface SsePing {
  timestamp: number;
  tail: Position;
}

/** The events of one SSE response. Strict about the wire form: `name: value` lines that end with LF. */
export class SseStream {
  readonly exchange: Exchange;
  #text = "";
  readonly #decoder = new TextDecoder();

  constructor(exchange: Exchange) {
    this.exchange = exchange;
  }

  head(): Promise<ResponseHead> {
    return within(this.exchange.head, "response head");
  }

  /** The response as a whole, for requests that are refused before a stream begins. */
  reply(): Promise<Reply> {
    return within(readReply(this.exchange), "response");
  }

  /** The next event, or undefined when the response is over. */
  async next(limitMs: number = PATIENCE_MS): Promise<SseEvent | undefined> {
    for (;;) {
      const end = this.#text.indexOf("\n\n");
      if (end >= 0) {
        const text = this.#text.slice(0, end);
        this.#text = this.#text.slice(end + 2);
        return parseEvent(text);
      }
      const chunk = await within(this.exchange.nextChunk(), "event", limitMs);
      if (chunk === undefined) {
        assert.equal(this.#text, "", "the response ended inside an event");
        return undefined;
      }
      this.#text += this.#decoder.decode(chunk, { stream: true });
    }
  }

  /** The next event, which has to be a batch. */
  async nextBatch(): Promise<SseBatch> {
    const event = await this.next();
    assert.equal(event?.event, "batch", `expected a batch, got ${event?.text ?? "the end"}`);
    return { ...(parseExactJson(event?.data ?? "") as unknown as ReadBatch), id: event?.id ?? "" };
  }

  /** The next batch, past any pings. */
  async nextRecords(): Promise<SseBatch> {
    for (;;) {
      const event = await this.next();
      if (event?.event === "ping") continue;
      assert.equal(event?.event, "batch", `expected a batch, got ${event?.text ?? "the end"}`);
      return { ...(parseExactJson(event?.data ?? "") as unknown as ReadBatch), id: event?.id ?? "" };
    }
  }

  /** The next event, which has to be a ping. */
  async nextPing(limitMs: number = PATIENCE_MS): Promise<SsePing> {
    const event = await this.next(limitMs);
    assert.equal(event?.event, "ping", `expected a ping, got ${event?.text ?? "the end"}`);
    return parseExactJson(event?.data ?? "") as unknown as SsePing;
  }

  /** Every batch until `[DONE]`, after which the response has to end; pings are passed over. */
  async batchesToDone(): Promise<SseBatch[]> {
    const batches: SseBatch[] = [];
    for (;;) {
      const event = await this.next();
      assert.notEqual(event, undefined, "the response ended without [DONE]");
      if (event?.data === "[DONE]") break;
      if (event?.event === "ping") continue;
      assert.equal(event?.event, "batch", `unexpected ${event?.text}`);
      batches.push({ ...(parseExactJson(event?.data ?? "") as unknown as ReadBatch), id: event?.id ?? "" });
    }
    assert.equal(await this.next(), undefined, "something follows [DONE]");
    return batches;
  }

  /** Asserts that the next event is `[DONE]` and that the response ends with it. */
  async expectDone(): Promise<void> {
    const event = await this.next();
    assert.equal(event?.text, "data: [DONE]");
    assert.equal(await this.next(), undefined, "something follows [DONE]");
  }

  /** Asserts that the next event is an error, after which the response ends without `[DONE]`; returns its code. */
  async expectError(): Promise<string> {
    const event = await this.next();
    assert.equal(event?.event, "error", `expected an error, got ${event?.text ?? "the end"}`);
    assert.equal(await this.next(), undefined, "something follows the error");
    return (parseExactJson(event?.data ?? "") as { code: string }).code;
  }
}

function parseEvent(text: string): SseEvent {
  const event: SseEvent = { text };
  for (const line of text.split("\n")) {
    const match = /^(event|id|data): (.*)$/s.exec(line);
    assert(match !== null, `not a field of an event: ${JSON.stringify(line)}`);
    event[match[1] as "event" | "id" | "data"] = match[2] ?? "";
  }
  return event;
}
