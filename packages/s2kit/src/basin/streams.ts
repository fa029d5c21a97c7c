import { checkRequestToken, checkStreamName, checkStreamPrefix } from "@s2kit/core/internal";
import {
  type CallOptions,
  createStream,
  deleteStream,
  ensureStream,
  getStreamConfig,
  listStreams,
  type RestClient,
  reconfigureStream,
} from "@s2kit/rest";
import { call } from "../calls/call.js";
import { checkObject, ifGiven } from "../calls/check-fields.js";
import { type EnsureResult, ensureOutcome } from "../calls/ensure-result.js";
import {
  type ListAllOptions,
  type ListOptions,
  listQuery,
  type Page,
  paginate,
  withoutDeleted,
} from "../calls/page.js";
import { present } from "../calls/present.js";
import { unless } from "../calls/unless.js";
import { fromWireStreamConfig, type StreamConfig, toWireStreamConfig } from "./stream-config.js";
import { fromWireStreamInfo, type StreamInfo } from "./stream-info.js";
import { type StreamReconfiguration, toWireStreamReconfiguration } from "./stream-reconfiguration.js";

/** A stream as it shall be. */
export interface EnsureStreamOptions extends CallOptions {
  /** Its name: 1 to 512 bytes as UTF-8, anything but NUL; not `.` or `..`. Unique in the basin. */
  readonly stream: string;
  /** Settings that are left out take the basin's defaults, as they are now; later changes of them do not reach it. */
  readonly config?: StreamConfig | undefined;
}

/** A stream to create. */
export interface CreateStreamOptions extends EnsureStreamOptions {
  /**
   * Makes a repetition of the call harmless: with the same token and configuration it answers like the first time.
   * At most 36 bytes. Default: a random one, the same for every attempt of one call.
   */
  readonly requestToken?: string | undefined;
}

/** The streams of a basin. Every call takes `signal`, `timeoutMs`, `deadlineMs` and `retry`. */
export class Streams {
  readonly #rest: RestClient;
  readonly #server: { readonly basin: string };

  /** @internal */
  constructor(rest: RestClient, basin: string) {
    this.#rest = rest;
    this.#server = { basin };
  }

  /**
   * One page of streams, those being deleted included.
   *
   * @throws `basin_not_found`.
   */
  async list(options: ListOptions = {}): Promise<Page<StreamInfo>> {
    const server = this.#server;
    const query = listQuery(options, checkStreamPrefix);
    const { data } = await call(this.#rest, options, listStreams, { server, query });
    return { items: data.streams.map(fromWireStreamInfo), hasMore: data.has_more };
  }

  /**
   * All streams, page after page, each page fetched when it is needed and with attempts and a deadline of its own.
   * Those being deleted are left out unless `includeDeleted` is set.
   */
  listAll(options: ListAllOptions = {}): AsyncGenerator<StreamInfo, void, undefined> {
    const { includeDeleted, ...list } = options;
    const all = paginate((startAfter) => this.list({ ...list, startAfter }), nameOf, list.startAfter);
    return withoutDeleted(all, includeDeleted);
  }

  /**
   * Creates a stream; never changes one that exists.
   *
   * @throws `resource_already_exists` when the name is taken; `stream_deletion_pending` while its last stream goes
   *   away; `basin_not_found`; `basin_deletion_pending`.
   */
  async create(options: CreateStreamOptions): Promise<StreamInfo> {
    const { config, requestToken } = checkObject(options, "options");
    const server = this.#server;
    const body = {
      stream: checkStreamName(options.stream),
      ...present({ config: ifGiven(config, "config", toWireStreamConfig) }),
    };
    const header = { "s2-request-token": ifGiven(requestToken, "requestToken", checkRequestToken) };
    const { data } = await call(this.#rest, options, createStream, { server, header, body });
    return fromWireStreamInfo(data);
  }

  /**
   * Creates a stream unless there is one of this name, which stays as it is. For a configuration too, use {@link ensure}.
   *
   * @returns Whether it was created.
   * @throws `stream_deletion_pending` while the last stream of this name goes away; `basin_not_found`.
   */
  createIfMissing(options: CreateStreamOptions): Promise<boolean> {
    return unless("resource_already_exists", this.create(options));
  }

  /**
   * Makes a stream be there with exactly this configuration: settings that are left out, or a `config` that is, go back
   * to the basin's defaults. The cipher of a stream that exists stays.
   *
   * @throws `stream_deletion_pending`; `basin_not_found`; `basin_deletion_pending`.
   */
  async ensure(options: EnsureStreamOptions): Promise<EnsureResult<StreamInfo>> {
    const server = this.#server;
    const path = { stream: checkStreamName(checkObject(options, "options").stream) };
    const body = present({ body: ifGiven(options.config, "config", toWireStreamConfig) });
    const { data, response } = await call(this.#rest, options, ensureStream, { server, path, ...body });
    return { result: ensureOutcome(response), info: fromWireStreamInfo(data) };
  }

  /**
   * The configuration of a stream with every default filled in.
   *
   * @throws `stream_not_found`; `stream_deletion_pending`.
   */
  async getConfig(stream: string, options: CallOptions = {}): Promise<StreamConfig> {
    const server = this.#server;
    const path = { stream: checkStreamName(stream) };
    const { data } = await call(this.#rest, options, getStreamConfig, { server, path });
    return fromWireStreamConfig(data);
  }

  /**
   * Changes settings of a stream; those not named keep their values. It holds from the next append on.
   *
   * @returns The configuration as it is now, with every default filled in.
   * @throws `stream_not_found`; `stream_deletion_pending`; `basin_not_found`.
   */
  async reconfigure(stream: string, changes: StreamReconfiguration, options: CallOptions = {}): Promise<StreamConfig> {
    const server = this.#server;
    const path = { stream: checkStreamName(stream) };
    const body = toWireStreamReconfiguration(changes);
    const { data } = await call(this.#rest, options, reconfigureStream, { server, path, body });
    return fromWireStreamConfig(data);
  }

  /**
   * Deletes a stream and its records. It is listed with `deletedAt` until that is done, and its name stays taken.
   * Deleting it again meanwhile succeeds.
   *
   * @throws `stream_not_found`.
   */
  async delete(stream: string, options: CallOptions = {}): Promise<void> {
    const server = this.#server;
    const path = { stream: checkStreamName(stream) };
    await call(this.#rest, options, deleteStream, { server, path });
  }

  /** Deletes a stream if there is one. @returns False when there was none; true when this call deleted it, or may have. */
  deleteIfExists(stream: string, options: CallOptions = {}): Promise<boolean> {
    return unless("stream_not_found", this.delete(stream, options));
  }
}

function nameOf({ name }: StreamInfo): string {
  return name;
}
