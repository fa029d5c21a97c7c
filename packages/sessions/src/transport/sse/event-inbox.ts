import type { S2Error } from "@s2kit/core";
import { protocolError } from "../../wire/protocol-error.js";
import { byteText } from "../../wire/text.js";
import { EventParser } from "./event-parser.js";
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

/** Leaves byte order marks alone: one in the middle of the stream is text. */
const utf8 = /* @__PURE__ */ new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * Turns response bytes into events, in order. Characters and lines may be cut anywhere; each byte is looked at once.
 * Where the runtime can, bytes are taken for text as they are, and decoded only in events that need not be ASCII.
 */
export class EventInbox {
  readonly #listener: EventListener;
  readonly #lines: WholeLines = new WholeLines();
  readonly #parser: EventParser;
  #stopped = false;

  constructor(listener: EventListener) {
    this.#listener = listener;
    this.#parser = new EventParser((name, data) => {
      if (this.#stopped) return;
      listener.event(name, byteText === undefined || name === listener.asciiEvent ? data : byteText.toText(data));
    });
  }

  push(chunk: Uint8Array): void {
    if (this.#stopped) return;
    this.#lines.push(chunk, (lines) => this.#parser.feed(byteText?.read(lines) ?? utf8.decode(lines)));
    if (!this.#stopped && this.#lines.pendingBytes + this.#parser.pendingLength > MAX_EVENT_BYTES) {
      this.stop();
      this.#listener.failed(protocolError(`an event has more than ${MAX_EVENT_BYTES} bytes`, { maybeApplied: false }));
    }
  }

  /** Delivers nothing more. */
  stop(): void {
    this.#stopped = true;
    this.#lines.drop();
  }
}
