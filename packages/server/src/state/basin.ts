import { apiError } from "../model/api-error.js";
import type { BasinConfig } from "../model/basin-config.js";
import {
  patchStreamConfig,
  type ResolvedStreamConfig,
  resolveStreamConfig,
  type StreamConfig,
  type StreamConfigPatch,
  streamConfigJson,
} from "../model/stream-config.js";
import { writeJson } from "../wire/json-write.js";
import type { AccountContext } from "./account.js";
import { EmptyStreamReaper } from "./empty-stream-reaper.js";
import { NameIndex } from "./name-index.js";
import { Stream } from "./stream.js";

/** What a create or ensure request did. */
export type ProvisionResult = "created" | "updated" | "noop";

export interface BasinInit {
  readonly name: string;
  readonly config: BasinConfig;
  readonly location: string;
  readonly idempotencyKey: string | undefined;
  readonly context: AccountContext;
  /** Called once, when the basin is marked for deletion and its last stream is gone. */
  readonly onEmptied: (basin: Basin) => void;
}

/** A named set of streams and the defaults they are created with. */
export class Basin {
  readonly name: string;
  readonly location: string;
  readonly idempotencyKey: string | undefined;
  readonly createdAtMs: number;
  readonly streams: NameIndex<Stream> = new NameIndex();
  /** Replaced as a whole by PUT and PATCH; existing streams keep what they were created with. */
  config: BasinConfig;
  readonly #context: AccountContext;
  readonly #onEmptied: (basin: Basin) => void;
  readonly #reaper: EmptyStreamReaper;
  #deletedAtMs: number | undefined;
  #announced = false;

  constructor(init: BasinInit) {
    this.name = init.name;
    this.config = init.config;
    this.location = init.location;
    this.idempotencyKey = init.idempotencyKey;
    this.#context = init.context;
    this.#onEmptied = init.onEmptied;
    this.createdAtMs = init.context.clock.now();
    this.#reaper = new EmptyStreamReaper(init.context.scheduler, (stream) => void this.#remove(stream));
  }

  get deletedAtMs(): number | undefined {
    return this.#deletedAtMs;
  }

  /**
   * Creates a stream. With a request token, repeating the same request is harmless.
   *
   * @throws 409 `basin_deletion_pending`, `stream_deletion_pending`, `resource_already_exists`.
   */
  createStream(name: string, config: StreamConfig, requestToken: string | undefined): [Stream, ProvisionResult] {
    this.assertNotDeleting();
    const idempotencyKey = idempotencyKeyOf(requestToken, writeJson(streamConfigJson(config)));
    const existing = this.streams.get(name);
    if (existing === undefined) return [this.#addStream(name, config, idempotencyKey), "created"];
    assertLive(existing);
    if (idempotencyKey !== undefined && existing.idempotencyKey === idempotencyKey) return [existing, "noop"];
    throw apiError("resource_already_exists", `stream \`${name}\` in basin \`${this.name}\` already exists`);
  }

  /**
   * Creates a stream or replaces its whole configuration; what `config` leaves unset goes back to the defaults.
   *
   * @throws 409 `basin_deletion_pending`, `stream_deletion_pending`.
   */
  ensureStream(name: string, config: StreamConfig): [Stream, ProvisionResult] {
    this.assertNotDeleting();
    const existing = this.streams.get(name);
    if (existing === undefined) return [this.#addStream(name, config, undefined), "created"];
    assertLive(existing);
    const resolved = resolveStreamConfig(config, this.config.streamDefaults);
    return [existing, this.#configure(existing, resolved) ? "updated" : "noop"];
  }

  /** Changes single fields; what is cleared falls back to the basin's default. @throws as `ensureStream`, and 404. */
  reconfigureStream(name: string, patch: StreamConfigPatch): Stream {
    this.assertNotDeleting();
    const stream = this.stream(name);
    this.#configure(stream, resolveStreamConfig(patchStreamConfig(stream.config, patch), this.config.streamDefaults));
    return stream;
  }

  /** @throws 404 `stream_not_found`, 409 `stream_deletion_pending`. */
  stream(name: string): Stream {
    const stream = this.#find(name);
    assertLive(stream);
    return stream;
  }

  /**
   * The stream, created on the spot when it is missing and the basin allows that for this purpose.
   *
   * @param config - Merged over the basin's defaults if the stream is created here, otherwise ignored.
   * @throws 404 `stream_not_found`, 409 `stream_deletion_pending`, `basin_deletion_pending`.
   */
  streamFor(purpose: "append" | "read", name: string, config: StreamConfig): Stream {
    const { createStreamOnAppend, createStreamOnRead } = this.config;
    const mayCreate = purpose === "append" ? createStreamOnAppend : createStreamOnRead;
    if (this.streams.get(name) !== undefined || !mayCreate) return this.stream(name);
    this.assertNotDeleting();
    return this.#addStream(name, config, undefined);
  }

  /** Marks a stream as deleted and erases it a moment later. Idempotent. @throws 404 `stream_not_found`. */
  async deleteStream(name: string): Promise<void> {
    await this.#remove(this.#find(name));
  }

  /** The stream, also while it is being deleted. @throws 404 `stream_not_found`. */
  #find(name: string): Stream {
    const stream = this.streams.get(name);
    if (stream !== undefined) return stream;
    throw apiError("stream_not_found", `stream \`${name}\` in basin \`${this.name}\` not found`);
  }

  /** Marks the basin as deleted and deletes its streams. Idempotent. */
  delete(): void {
    if (this.#deletedAtMs !== undefined) return;
    this.#deletedAtMs = this.#context.clock.now();
    for (const stream of this.streams.values()) void this.#remove(stream);
    this.#context.scheduler.after(this.#context.deletionDelayMs, () => this.#announceIfEmptied());
  }

  /** @throws 409 `basin_deletion_pending`. */
  assertNotDeleting(): void {
    if (this.#deletedAtMs !== undefined) throw apiError("basin_deletion_pending", "basin is being deleted");
  }

  #addStream(name: string, config: StreamConfig, idempotencyKey: string | undefined): Stream {
    const stream = new Stream({
      name,
      config: resolveStreamConfig(config, this.config.streamDefaults),
      cipher: this.config.streamCipher,
      idempotencyKey,
      log: this.#context.createLog(),
      clock: this.#context.clock,
      onTrim: (stream) => this.#onTrim(stream),
    });
    this.streams.set(name, stream);
    this.#reaper.review(stream);
    return stream;
  }

  /** Returns whether anything changed. */
  #configure(stream: Stream, config: ResolvedStreamConfig): boolean {
    if (writeJson(streamConfigJson(config)) === writeJson(streamConfigJson(stream.config))) return false;
    const turnedOn = stream.config.deleteOnEmptyMinAgeSeconds === 0n;
    stream.config = config;
    const graceMs = turnedOn ? Number(config.deleteOnEmptyMinAgeSeconds) * 1000 : 0;
    this.#reaper.review(stream, this.#context.clock.now() + graceMs);
    return true;
  }

  async #remove(stream: Stream): Promise<void> {
    const first = stream.deletedAtMs === undefined;
    this.#reaper.forget(stream);
    await stream.delete();
    if (first) this.#context.scheduler.after(this.#context.deletionDelayMs, () => this.#erase(stream));
  }

  #onTrim(stream: Stream): void {
    this.#context.usage.recordStorage(this.name, stream.name, stream.log.meteredBytes);
    this.#reaper.review(stream);
  }

  #erase(stream: Stream): void {
    this.streams.delete(stream.name);
    this.#announceIfEmptied();
  }

  #announceIfEmptied(): void {
    if (this.#announced || this.#deletedAtMs === undefined || this.streams.size > 0) return;
    // By the next time, another basin may have the name.
    this.#announced = true;
    this.#onEmptied(this);
  }
}

/** What a create request and its repetition have in common; undefined without a token, when nothing counts as repetition. */
export function idempotencyKeyOf(requestToken: string | undefined, configJson: string): string | undefined {
  return requestToken === undefined ? undefined : JSON.stringify([requestToken, configJson]);
}

function assertLive(stream: Stream): void {
  if (stream.deletedAtMs !== undefined) throw apiError("stream_deletion_pending", "stream is being deleted");
}
