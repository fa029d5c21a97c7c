import assert from "node:assert/strict";
import { type Json, parseExactJson } from "./exact-json.js";
import { type Frame, type FrameCompression, FrameReader, framePayload, messageFrame } from "./frame.js";
import { type Exchange, type Reply, type ResponseHead, readReply } from "./http-client.js";
import {
  type AppendAck,
  type AppendInput,
  decodeAppendAck,
  decodeReadBatch,
  encodeAppendInput,
  type ReadBatch,
} from "./messages.js";
import { PATIENCE_MS, within } from "./within.js";

/** An S2S exchange: frames out, frames in. Every wait is bounded and says what was awaited. */
export class S2sSession {
  readonly exchange: Exchange;
  readonly #frames = new FrameReader();

  constructor(exchange: Exchange) {
    this.exchange = exchange;
  }

  /** The response head. A session that was opened has status 200 and content type `s2s/proto`. */
  head(): Promise<ResponseHead> {
    return within(this.exchange.head, "response head");
  }

  /** The response as a whole, for requests that are refused before a session begins. */
  reply(): Promise<Reply> {
    return within(readReply(this.exchange), "response");
  }

  /** Sends one append input as one frame. */
  send(input: AppendInput, compression: FrameCompression = "none"): void {
    this.sendBytes(messageFrame(encodeAppendInput(input), compression));
  }

  /** Sends bytes as they are. */
  sendBytes(bytes: Uint8Array): void {
    this.exchange.write(bytes);
  }

  /** Ends the request body; the answers to what was sent still come. */
  halfClose(): void {
    this.exchange.end();
  }

  /** The next frame, or undefined at a proper end. */
  async nextFrame(limitMs: number = PATIENCE_MS): Promise<Frame | undefined> {
    for (;;) {
      const frame = this.#frames.shift();
      if (frame !== undefined) return frame;
      const chunk = await within(this.exchange.nextChunk(), "frame", limitMs);
      if (chunk === undefined) {
        assert.equal(this.#frames.pendingBytes, 0, "the response ended inside a frame");
        return undefined;
      }
      this.#frames.push(chunk);
    }
  }

  /** The next frame, which has to be an ack. */
  async nextAck(): Promise<AppendAck> {
    return decodeAppendAck(await this.#nextPayload("an ack"));
  }

  /** The next frame, which has to be a batch or a heartbeat. */
  async nextBatch(limitMs: number = PATIENCE_MS): Promise<ReadBatch> {
    return decodeReadBatch(await this.#nextPayload("a batch", limitMs));
  }

  /** The next batch that has records, past any heartbeats. */
  async nextRecords(): Promise<ReadBatch> {
    for (;;) {
      const batch = await this.nextBatch();
      if (batch.records.length > 0) return batch;
      assert.notEqual(batch.tail, undefined, "a batch without records and without a tail");
    }
  }

  /** Every batch until the proper end. */
  async batchesToEnd(): Promise<ReadBatch[]> {
    const batches: ReadBatch[] = [];
    for (let frame = await this.nextFrame(); frame !== undefined; frame = await this.nextFrame()) {
      assert(frame.kind === "message", `expected batches up to the end, got ${describe(frame)}`);
      batches.push(decodeReadBatch(framePayload(frame)));
    }
    return batches;
  }

  /** Asserts that the response ends now, without an error. */
  async expectEnd(): Promise<void> {
    const frame = await this.nextFrame();
    assert.equal(frame, undefined, `expected the end, got ${describe(frame)}`);
  }

  /** Asserts that the next frame is terminal with `status`, and the last; returns its body. */
  async expectTerminal(status: number): Promise<Json> {
    const frame = await this.nextFrame();
    assert(frame?.kind === "terminal", `expected a terminal frame, got ${describe(frame)}`);
    assert.equal(frame.status, status, frame.text);
    assert.equal(await this.nextFrame(), undefined, "something follows the terminal frame");
    return parseExactJson(frame.text);
  }

  /** As `expectTerminal`, for errors with a code. */
  async expectTerminalError(status: number, code: string): Promise<void> {
    const body = (await this.expectTerminal(status)) as { code?: string };
    assert.equal(body.code, code, JSON.stringify(body));
  }

  async #nextPayload(what: string, limitMs: number = PATIENCE_MS): Promise<Uint8Array> {
    const frame = await this.nextFrame(limitMs);
    assert(frame?.kind === "message", `expected ${what}, got ${describe(frame)}`);
    return framePayload(frame);
  }
}

function describe(frame: Frame | undefined): string {
  if (frame === undefined) return "the end";
  return frame.kind === "terminal"
    ? `terminal ${frame.status} ${frame.text}`
    : `a message of ${frame.rawPayload.length} bytes`;
}
