import type { S2Error } from "@s2kit/core";
import { createParser, type EventSourceParser } from "eventsource-parser";
import { protocolError } from "../../wire/protocol-error.js";
import type { LongLines } from "./long-lines.js";

/**
 * Longest event, in bytes. A batch has at most 1 MiB metered; as base64 in JSON this takes four times as much when
 * it consists of empty headers.
 */
const MAX_EVENT_BYTES = 8 * 1_048_576;

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
  readonly #longLines: LongLines | undefined;
  /** Without long lines: all becomes text. */
  readonly #decoder: TextDecoder = new TextDecoder();
  readonly #parser: EventSourceParser;
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
    const longLines = this.#longLines;
    if (longLines === undefined) return this.#parser.feed(this.#decoder.decode(chunk, { stream: true }));
    longLines.push(chunk, (text) => this.#parser.feed(text));
    if (longLines.byteLength > MAX_EVENT_BYTES) this.#tooLong();
  }

  /** Delivers nothing more. */
  stop(): void {
    this.#stopped = true;
    this.#longLines?.drop();
    this.#parser.reset();
  }

  #tooLong(): void {
    if (this.#stopped) return;
    this.stop();
    this.#listener.failed(protocolError(`an event has more than ${MAX_EVENT_BYTES} bytes`, { maybeApplied: false }));
  }
}
