import type { U64 } from "@s2kit/core";
import { equalU64, isU64 } from "@s2kit/core/internal";
import type { BasinConfig } from "../account/basin-config.js";
import type { StreamConfig } from "../basin/stream-config.js";

/** The value of one setting. Durations are in seconds; a retention is a duration or `"infinite"`. */
export type SettingValue = string | boolean | U64;

/** Settings by the path of their names, e.g. `timestamping.mode`. Those that are not set are absent. */
export type Settings = ReadonlyMap<string, SettingValue>;

/** A setting that differs. */
export interface SettingChange {
  /** The path of its names, e.g. `timestamping.mode` or `defaultStreamConfig.storageClass`. */
  readonly setting: string;
  /** What is set now; absent for nothing. */
  readonly from?: SettingValue | undefined;
  /** What would be set; absent for nothing. */
  readonly to?: SettingValue | undefined;
}

/** How settings differ. */
export interface Comparison {
  readonly changes: readonly SettingChange[];
  /** Settings that are set now and shall take a default which is not known here. */
  readonly unresolved: readonly string[];
}

const STORAGE_CLASS = "storageClass";
const IN_BASIN = "defaultStreamConfig.";

/** What the service takes for settings that nobody set. The storage class is missing: that is up to the location. */
const STREAM_DEFAULTS = {
  retentionPolicy: 604_800,
  "timestamping.mode": "client-prefer",
  "timestamping.uncapped": false,
  "deleteOnEmpty.minAgeSecs": 0,
};

const BASIN_DEFAULTS = { createStreamOnAppend: false, createStreamOnRead: false };

/** The settings that are set in a stream's configuration. */
export function streamSettings(config: StreamConfig = {}): Settings {
  const { storageClass, retentionPolicy, timestamping, deleteOnEmpty } = config;
  return settingsOf({
    [STORAGE_CLASS]: storageClass,
    retentionPolicy: typeof retentionPolicy === "object" ? retentionPolicy.ageSecs : retentionPolicy,
    "timestamping.mode": timestamping?.mode,
    "timestamping.uncapped": timestamping?.uncapped,
    "deleteOnEmpty.minAgeSecs": deleteOnEmpty && (deleteOnEmpty.minAgeSecs ?? 0),
  });
}

/** The settings that are set in a basin's configuration; those for its streams have `defaultStreamConfig.` in front. */
export function basinSettings(config: BasinConfig = {}): Settings {
  const { defaultStreamConfig, streamCipher, createStreamOnAppend, createStreamOnRead } = config;
  const own = settingsOf({ streamCipher, createStreamOnAppend, createStreamOnRead });
  return new Map([...own, ...inBasin(streamSettings(defaultStreamConfig))]);
}

/** What a stream gets: its own settings over its basin's over the service's. */
export function resolveStream(own: Settings, basin: Settings, storageClass: string | undefined): Settings {
  return new Map([...streamDefaults(storageClass), ...basin, ...own]);
}

/** What a basin gets: its own settings over the service's. */
export function resolveBasin(own: Settings, storageClass: string | undefined): Settings {
  return new Map([...settingsOf(BASIN_DEFAULTS), ...inBasin(streamDefaults(storageClass)), ...own]);
}

function streamDefaults(storageClass: string | undefined): Settings {
  return settingsOf({ ...STREAM_DEFAULTS, [STORAGE_CLASS]: storageClass });
}

/** Compares what is with what shall be. */
export function compareSettings(from: Settings, to: Settings): Comparison {
  const changes: SettingChange[] = [];
  const unresolved: string[] = [];
  for (const setting of new Set([...from.keys(), ...to.keys()])) {
    const [before, after] = [from.get(setting), to.get(setting)];
    if (before === after || (isU64(before) && isU64(after) && equalU64(before, after))) continue;
    if (after === undefined && setting.endsWith(STORAGE_CLASS)) unresolved.push(setting);
    else changes.push({ setting, from: before, to: after });
  }
  return { changes, unresolved };
}

function inBasin(settings: Settings): Settings {
  return new Map([...settings].map(([name, value]) => [IN_BASIN + name, value]));
}

function settingsOf(values: Readonly<Record<string, SettingValue | undefined>>): Settings {
  return new Map(Object.entries(values).filter((entry): entry is [string, SettingValue] => entry[1] !== undefined));
}
