import type { Clock } from "../clock.js";
import { apiError } from "../model/api-error.js";
import { type BasinConfig, type BasinConfigPatch, basinConfigJson, patchBasinConfig } from "../model/basin-config.js";
import type { UsageLedger } from "../usage/usage-ledger.js";
import { writeJson } from "../wire/json-write.js";
import { Basin, idempotencyKeyOf, type ProvisionResult } from "./basin.js";
import { NameIndex } from "./name-index.js";
import type { RecordLog } from "./record-log.js";
import type { Scheduler } from "./scheduler.js";

/** What basins and streams share. */
export interface AccountContext {
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly usage: UsageLedger;
  /** Makes the place where a new stream keeps its records. */
  readonly createLog: () => RecordLog;
  /** How long a deleted stream or basin stays visible as being deleted. */
  readonly deletionDelayMs: number;
}

/** All basins. */
export class Account {
  readonly basins: NameIndex<Basin> = new NameIndex();
  readonly #context: AccountContext;

  constructor(context: AccountContext) {
    this.#context = context;
  }

  /** @throws 404 `basin_not_found`. A basin that is being deleted is still found. */
  basin(name: string): Basin {
    const basin = this.basins.get(name);
    if (basin === undefined) throw apiError("basin_not_found", `basin \`${name}\` not found`);
    return basin;
  }

  /** @throws 409 `basin_deletion_pending`, `resource_already_exists`. */
  createBasin(
    name: string,
    config: BasinConfig,
    location: string,
    requestToken: string | undefined,
  ): [Basin, ProvisionResult] {
    const idempotencyKey = idempotencyKeyOf(requestToken, writeJson(basinConfigJson(config)));
    const existing = this.basins.get(name);
    if (existing === undefined) return [this.#addBasin(name, config, location, idempotencyKey), "created"];
    existing.assertNotDeleting();
    if (idempotencyKey !== undefined && existing.idempotencyKey === idempotencyKey) return [existing, "noop"];
    throw apiError("resource_already_exists", `basin \`${name}\` already exists`);
  }

  /** Creates a basin or replaces its whole configuration. @throws 409 `basin_deletion_pending`. */
  ensureBasin(name: string, config: BasinConfig, location: string): [Basin, ProvisionResult] {
    const existing = this.basins.get(name);
    if (existing === undefined) return [this.#addBasin(name, config, location, undefined), "created"];
    existing.assertNotDeleting();
    if (writeJson(basinConfigJson(existing.config)) === writeJson(basinConfigJson(config))) return [existing, "noop"];
    existing.config = config;
    return [existing, "updated"];
  }

  /** @throws 404 `basin_not_found`, 409 `basin_deletion_pending`. */
  reconfigureBasin(name: string, patch: BasinConfigPatch): Basin {
    const basin = this.basin(name);
    basin.assertNotDeleting();
    basin.config = patchBasinConfig(basin.config, patch);
    return basin;
  }

  #addBasin(name: string, config: BasinConfig, location: string, idempotencyKey: string | undefined): Basin {
    const onEmptied = (basin: Basin): void => this.basins.delete(basin.name);
    const basin = new Basin({ name, config, location, idempotencyKey, context: this.#context, onEmptied });
    this.basins.set(name, basin);
    return basin;
  }
}
