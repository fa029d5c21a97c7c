import type { S2Error } from "@s2kit/core";
import { createParser, type EventSourceParser } from "eventsource-parser";
import { protocolError } from "../../wire/protocol-error.js";
import { readText } from "../../wire/text.js";
import type { LongLines } from "./long-lines.js";
import { WholeLines } from "./whole-lines.js";

/**
 * Longest event, in bytes. A batch has at most 1 MiB metered; as base64 in JSON this takes four times as much when
 * it consists of empty headers.
 */
const MAX_EVENT_BYTES = 8 * 1_048_576;

const BYTE_ORDER_MARK = "\ufeff";

/** What becomes of the bytes of an event stream. */
export interface EventListener {
  /**
   * The next event; `undefined` for one without a name. Long data comes as bytes, where these are set aside, and they
   * are there during the call only.
   */
  event(name: string | undefined, data: string | Uint8Array): void;
  /** What came is no event stream that we could take. */
  failed(error: S2Error): void;
}

/** Turns response bytes into events, in order. Characters and lines may be cut anywhere; each byte is looked at once. */
export class EventInbox {
  readonly #listener: EventListener;
  readonly #lines: WholeLines = new WholeLines();
  readonly #longLines: LongLines | undefined;
  readonly #parser: EventSourceParser;
  #begun = false;
  #stopped = false;

  /** @param longLines - Keeps long data from becoming text, for listeners that take bytes. */
  constructor(listener: EventListener, longLines?: LongLines) {
    this.#listener = listener;
    this.#longLines = longLines;
    this.#parser = createParser({
      maxBufferSize: MAX_EVENT_BYTES,
      onEvent: ({ event, data }) => {
        if (!this.#stopped) listener.event(event, longLines?.takeBack(data) ?? data);
      },
      onError: ({ type }) => {
        // Fields that nobody knows are to be ignored.
        if (type === "max-buffer-size-exceeded") this.#tooLong();
      },
    });
  }

  push(chunk: Uint8Array): void {
    if (this.#stopped) return;
    this.#lines.push(chunk, (lines) => this.#parse(lines));
    if (this.#lines.pendingBytes > MAX_EVENT_BYTES) this.#tooLong();
  }

  /** Delivers nothing more. */
  stop(): void {
    this.#stopped = true;
    this.#drop();
    this.#parser.reset();
  }

  #parse(lines: Uint8Array): void {
    const longLines = this.#longLines;
    const text = longLines?.setAside(lines) ?? readText(lines, 0, lines.byteLength);
    this.#parser.feed(!this.#begun && text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text);
    this.#begun = true;
    if (longLines === undefined || longLines.byteLength === 0) return;
    if (longLines.byteLength > MAX_EVENT_BYTES) this.#tooLong();
    else longLines.detach();
  }

  #tooLong(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#drop();
    this.#listener.failed(protocolError(`an event has more than ${MAX_EVENT_BYTES} bytes`, { maybeApplied: false }));
  }

  #drop(): void {
    this.#lines.drop();
    this.#longLines?.drop();
  }
}
