import type { S2Error } from "@s2kit/core";
import { createParser, type EventSourceParser } from "eventsource-parser";
import { protocolError } from "../../wire/protocol-error.js";
import { byteText } from "../../wire/text.js";
import { WholeLines } from "./whole-lines.js";

/**
 * Longest event, in bytes. A batch has at most 1 MiB metered; as base64 in JSON this takes four times as much when
 * it consists of empty headers.
 */
const MAX_EVENT_BYTES = 8 * 1_048_576;

/** What becomes of the bytes of an event stream. */
export interface EventListener {
  /** Events of this name are ASCII, and nearly all that comes. */
  readonly asciiEvent: string;
  /** The next event; `undefined` for one without a name. */
  event(name: string | undefined, data: string): void;
  /** What came is no event stream that we could take. */
  failed(error: S2Error): void;
}

const utf8 = new TextDecoder();

/**
 * Turns response bytes into events, in order. Characters and lines may be cut anywhere; each byte is looked at once.
 * Where the runtime can, bytes are taken for text as they are, and decoded only in events that need not be ASCII.
 */
export class EventInbox {
  readonly #listener: EventListener;
  readonly #lines: WholeLines = new WholeLines();
  readonly #parser: EventSourceParser;
  #stopped = false;

  constructor(listener: EventListener) {
    this.#listener = listener;
    this.#parser = createParser({
      maxBufferSize: MAX_EVENT_BYTES,
      onEvent: ({ event, data }) => {
        if (this.#stopped) return;
        listener.event(event, byteText === undefined || event === listener.asciiEvent ? data : byteText.toText(data));
      },
      onError: ({ type }) => {
        // Fields that nobody knows are to be ignored.
        if (type === "max-buffer-size-exceeded") this.#tooLong();
      },
    });
  }

  push(chunk: Uint8Array): void {
    if (this.#stopped) return;
    this.#lines.push(chunk, (lines) => this.#parser.feed(byteText?.read(lines) ?? utf8.decode(lines)));
    if (this.#lines.pendingBytes > MAX_EVENT_BYTES) this.#tooLong();
  }

  /** Delivers nothing more. */
  stop(): void {
    this.#stopped = true;
    this.#lines.drop();
    this.#parser.reset();
  }

  #tooLong(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#lines.drop();
    this.#listener.failed(protocolError(`an event has more than ${MAX_EVENT_BYTES} bytes`, { maybeApplied: false }));
  }
}
