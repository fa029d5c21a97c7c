import type { S2Error } from "@s2kit/core";
import { createParser, type EventSourceParser } from "eventsource-parser";
import { protocolError } from "../../wire/protocol-error.js";

/**
 * Longest event, in characters. A batch has at most 1 MiB metered; as base64 in JSON this takes four times as much when
 * it consists of empty headers.
 */
const MAX_EVENT_LENGTH = 8 * 1_048_576;

/** What becomes of the bytes of an event stream. */
export interface EventListener {
  /** The next event; `undefined` for one without a name. */
  event(name: string | undefined, data: string): void;
  /** What came is no event stream that we could take. */
  failed(error: S2Error): void;
}

/** Turns response bytes into events, in order. Characters and lines may be cut anywhere; each byte is looked at once. */
export class EventInbox {
  readonly #listener: EventListener;
  readonly #decoder: TextDecoder = new TextDecoder();
  readonly #parser: EventSourceParser;
  #stopped = false;

  constructor(listener: EventListener) {
    this.#listener = listener;
    this.#parser = createParser({
      maxBufferSize: MAX_EVENT_LENGTH,
      onEvent: ({ event, data }) => {
        if (!this.#stopped) listener.event(event, data);
      },
      onError: ({ type }) => {
        // Fields that nobody knows are to be ignored.
        if (type === "max-buffer-size-exceeded") this.#fail(`an event has more than ${MAX_EVENT_LENGTH} characters`);
      },
    });
  }

  push(chunk: Uint8Array): void {
    if (!this.#stopped) this.#parser.feed(this.#decoder.decode(chunk, { stream: true }));
  }

  /** Delivers nothing more. */
  stop(): void {
    this.#stopped = true;
    this.#parser.reset();
  }

  #fail(message: string): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#listener.failed(protocolError(message, { maybeApplied: false }));
  }
}
