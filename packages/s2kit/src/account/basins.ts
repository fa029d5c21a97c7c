import { checkBasinName, checkBasinPrefix, checkLocationName, checkRequestToken } from "@s2kit/core/internal";
import {
  type CallOptions,
  createBasin,
  deleteBasin,
  ensureBasin,
  getBasinConfig,
  listBasins,
  type RestClient,
  reconfigureBasin,
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
import {
  type BasinConfig,
  type BasinReconfiguration,
  fromWireBasinConfig,
  toWireBasinConfig,
  toWireBasinReconfiguration,
} from "./basin-config.js";
import { type BasinInfo, fromWireBasinInfo } from "./basin-info.js";
import { untilReady, type WaitOptions } from "./until-ready.js";

/** A basin as it shall be. */
export interface EnsureBasinOptions extends CallOptions {
  /** Its name: 8 to 48 of `a-z`, `0-9` and `-`, with a letter or digit at both ends. Unique over all accounts. */
  readonly basin: string;
  /** Default: the service's defaults. */
  readonly config?: BasinConfig | undefined;
  /** Where it shall be: the name of one of `s2.locations.list()`. Default: the account's default location. Cannot be changed. */
  readonly location?: string | undefined;
}

/** A basin to create. */
export interface CreateBasinOptions extends EnsureBasinOptions {
  /**
   * Makes a repetition of the call harmless: with the same token and configuration it answers like the first time.
   * At most 36 bytes. Default: a random one, the same for every attempt of one call.
   */
  readonly requestToken?: string | undefined;
}

/** The account's basins. Every call takes `signal`, `timeoutMs`, `deadlineMs` and `retry`. */
export class Basins {
  readonly #rest: RestClient;

  /** @internal */
  constructor(rest: RestClient) {
    this.#rest = rest;
  }

  /** One page of basins, those being deleted included. */
  async list(options: ListOptions = {}): Promise<Page<BasinInfo>> {
    const query = listQuery(options, checkBasinPrefix);
    const { data } = await call(this.#rest, options, listBasins, { query });
    return { items: data.basins.map(fromWireBasinInfo), hasMore: data.has_more };
  }

  /**
   * All basins, page after page, each page fetched when it is needed and with attempts and a deadline of its own.
   * Those being deleted are left out unless `includeDeleted` is set.
   */
  listAll(options: ListAllOptions = {}): AsyncGenerator<BasinInfo, void, undefined> {
    const { includeDeleted, ...list } = options;
    const all = paginate((startAfter) => this.list({ ...list, startAfter }), nameOf, list.startAfter);
    return withoutDeleted(all, includeDeleted);
  }

  /**
   * Creates a basin; never changes one that exists. It may take a moment until it answers: see {@link waitUntilReady}.
   *
   * @throws `resource_already_exists` when the name is taken; `basin_deletion_pending` while its last basin goes away;
   *   `quota_exhausted`.
   */
  async create(options: CreateBasinOptions): Promise<BasinInfo> {
    const { requestToken } = checkObject(options, "options");
    const body = { basin: checkBasinName(options.basin), ...wireBody(options) };
    const header = { "s2-request-token": ifGiven(requestToken, "requestToken", checkRequestToken) };
    const { data } = await call(this.#rest, options, createBasin, { header, body });
    return fromWireBasinInfo(data);
  }

  /**
   * Creates a basin unless there is one of this name, which stays as it is. For a configuration too, use {@link ensure}.
   *
   * @returns Whether it was created.
   * @throws `basin_deletion_pending` while the last basin of this name goes away.
   */
  createIfMissing(options: CreateBasinOptions): Promise<boolean> {
    return unless("resource_already_exists", this.create(options));
  }

  /**
   * Makes a basin be there with exactly this configuration: settings that are left out, or a `config` that is, go back
   * to their defaults.
   *
   * @throws `basin_deletion_pending`; `invalid` when the location is another than the basin's.
   */
  async ensure(options: EnsureBasinOptions): Promise<EnsureResult<BasinInfo>> {
    const path = { basin: checkBasinName(checkObject(options, "options").basin) };
    const members = wireBody(options);
    const body = Object.keys(members).length === 0 ? {} : { body: members };
    const { data, response } = await call(this.#rest, options, ensureBasin, { path, ...body });
    return { result: ensureOutcome(response), info: fromWireBasinInfo(data) };
  }

  /**
   * The configuration of a basin.
   *
   * @throws `basin_not_found`; `unavailable` for a moment after the creation.
   */
  async getConfig(basin: string, options: CallOptions = {}): Promise<BasinConfig> {
    const path = { basin: checkBasinName(basin) };
    const { data } = await call(this.#rest, options, getBasinConfig, { path });
    return fromWireBasinConfig(data);
  }

  /**
   * Changes settings of a basin; those not named keep their values. Streams that exist are not changed by a new
   * `defaultStreamConfig`.
   *
   * @returns The configuration as it is now.
   * @throws `basin_not_found`; `basin_deletion_pending`.
   */
  async reconfigure(basin: string, changes: BasinReconfiguration, options: CallOptions = {}): Promise<BasinConfig> {
    const path = { basin: checkBasinName(basin) };
    const body = toWireBasinReconfiguration(changes);
    const { data } = await call(this.#rest, options, reconfigureBasin, { path, body });
    return fromWireBasinConfig(data);
  }

  /**
   * Deletes a basin and all its streams. It is listed with `deletedAt` until that is done, and its name stays taken.
   * Deleting it again meanwhile succeeds.
   *
   * @throws `basin_not_found`.
   */
  async delete(basin: string, options: CallOptions = {}): Promise<void> {
    const path = { basin: checkBasinName(basin) };
    await call(this.#rest, options, deleteBasin, { path });
  }

  /** Deletes a basin if there is one. @returns False when there was none; true when this call deleted it, or may have. */
  deleteIfExists(basin: string, options: CallOptions = {}): Promise<boolean> {
    return unless("basin_not_found", this.delete(basin, options));
  }

  /**
   * Waits until a basin answers: for a moment after its creation it may be unknown or unavailable to the service.
   *
   * @returns Its configuration.
   * @throws `deadline_exceeded` when it does not answer in time, with the last answer as the cause.
   */
  async waitUntilReady(basin: string, options: WaitOptions = {}): Promise<BasinConfig> {
    return await untilReady(this.#rest, (limits) => this.getConfig(basin, limits), options);
  }
}

function nameOf({ name }: BasinInfo): string {
  return name;
}

function wireBody({ config, location }: EnsureBasinOptions) {
  return present({
    config: ifGiven(config, "config", toWireBasinConfig),
    location: ifGiven(location, "location", checkLocationName),
  });
}
