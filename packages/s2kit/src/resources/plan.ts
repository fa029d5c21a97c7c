import { S2Error } from "@s2kit/core";
import type { CallOptions } from "@s2kit/rest";
import type { BasinConfig } from "../account/basin-config.js";
import type { StreamConfig } from "../basin/stream-config.js";
import { checkWord, ifGiven } from "../calls/check-fields.js";
import type { S2 } from "../s2.js";
import { type BasinSpec, checkResourceSpec, type ResourceSpec, type StreamSpec } from "./resource-spec.js";
import {
  basinSettings,
  type Comparison,
  compareSettings,
  resolveBasin,
  resolveStream,
  type SettingChange,
  streamSettings,
} from "./settings.js";

/**
 * What applying would do: create it, change settings, nothing; or `unresolved`: nothing, unless a default that only the
 * service knows is another than what is set now.
 */
export type PlanAction = "create" | "update" | "unchanged" | "unresolved";

/** What applying would do to a basin or a stream. */
interface Step {
  readonly action: PlanAction;
  readonly basin: string;
  /** Settings that would change; for `create`, those that would be set. */
  readonly changes: readonly SettingChange[];
  /** Settings that would take a default which only the service knows. */
  readonly unresolved: readonly string[];
}

/** What applying would do to a basin. */
export interface BasinStep extends Step {
  readonly kind: "basin";
  readonly config?: BasinConfig | undefined;
}

/** What applying would do to a stream. */
export interface StreamStep extends Step {
  readonly kind: "stream";
  readonly stream: string;
  readonly config?: StreamConfig | undefined;
}

/** What applying would do to one resource. */
export type PlanStep = BasinStep | StreamStep;

/** What applying would do, in the order in which it would: every basin before its streams. */
export interface Plan {
  readonly steps: readonly PlanStep[];
  /** False when everything is as it shall be. */
  readonly hasChanges: boolean;
}

/** Options of {@link planResources}. */
export interface PlanOptions extends CallOptions {
  /**
   * What streams are stored as when neither they nor their basin say it; a location tells it (`s2.locations`).
   * Without it, such streams that exist are `unresolved`: only the service knows.
   */
  readonly defaultStorageClass?: string | undefined;
}

/**
 * Tells what {@link applyResources} would do, without doing it. Reads one configuration for each basin and stream.
 *
 * @throws `invalid_argument` for a spec that cannot be; what reading a configuration throws, `stream_deletion_pending`
 *   for one.
 */
export async function planResources(s2: S2, spec: ResourceSpec, options: PlanOptions = {}): Promise<Plan> {
  const { defaultStorageClass, ...call } = options;
  ifGiven(defaultStorageClass, "defaultStorageClass", checkWord);
  const steps: PlanStep[] = [];
  for (const basin of checkResourceSpec(spec)) {
    const current = await unlessMissing("basin_not_found", s2.basins.getConfig(basin.name, call));
    steps.push(planBasin(basin, current, defaultStorageClass));
    const { streams } = s2.basin(basin.name);
    for (const stream of basin.streams ?? []) {
      const found = current && (await unlessMissing("stream_not_found", streams.getConfig(stream.name, call)));
      steps.push(planStream(basin, stream, found, defaultStorageClass));
    }
  }
  return { steps, hasChanges: steps.some(({ action }) => action !== "unchanged") };
}

function planBasin(spec: BasinSpec, current: BasinConfig | undefined, storageClass: string | undefined): BasinStep {
  const wanted = basinSettings(spec.config);
  const comparison =
    current === undefined
      ? compareSettings(new Map(), wanted)
      : compareSettings(resolveBasin(basinSettings(current), storageClass), resolveBasin(wanted, storageClass));
  const action = current === undefined ? "create" : actionFor(comparison);
  return { kind: "basin", action, basin: spec.name, config: spec.config, ...comparison };
}

function planStream(
  basin: BasinSpec,
  spec: StreamSpec,
  current: StreamConfig | undefined,
  storageClass: string | undefined,
): StreamStep {
  const wanted = streamSettings(spec.config);
  const defaults = streamSettings(basin.config?.defaultStreamConfig);
  const comparison =
    current === undefined
      ? compareSettings(new Map(), wanted)
      : compareSettings(streamSettings(current), resolveStream(wanted, defaults, storageClass));
  const action = current === undefined ? "create" : actionFor(comparison);
  return { kind: "stream", action, basin: basin.name, stream: spec.name, config: spec.config, ...comparison };
}

function actionFor({ changes, unresolved }: Comparison): PlanAction {
  if (changes.length > 0) return "update";
  return unresolved.length > 0 ? "unresolved" : "unchanged";
}

async function unlessMissing<T>(code: string, reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (S2Error.is(error) && error.code === code) return undefined;
    throw error;
  }
}
