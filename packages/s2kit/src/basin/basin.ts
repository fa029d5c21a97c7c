import { checkStreamName } from "@s2kit/core/internal";
import type { RestClient } from "@s2kit/rest";
import type { Transports } from "@s2kit/sessions";
import type { HandleOptions } from "../options.js";
import { Stream } from "../stream/stream.js";
import { type StreamOptions, streamAddress } from "../stream/stream-options.js";
import { Streams } from "./streams.js";

/** A handle on a basin: its streams. Made by `s2.basin(name)`. */
export class Basin {
  readonly name: string;
  /** Streams of the basin. */
  readonly streams: Streams;
  readonly #rest: RestClient;
  readonly #transports: Transports;

  /** @internal */
  constructor(rest: RestClient, transports: Transports, name: string) {
    this.name = name;
    this.streams = new Streams(rest, name);
    this.#rest = rest;
    this.#transports = transports;
  }

  /**
   * A handle on a stream. Nothing is sent.
   *
   * @throws `invalid_argument` for a name that no stream can have, or an encryption key that cannot be one.
   */
  stream(name: string, options: StreamOptions & HandleOptions = {}): Stream {
    const address = streamAddress(this.name, checkStreamName(name, "name"), options);
    return new Stream(this.#rest.with(options), this.#transports, address);
  }
}
