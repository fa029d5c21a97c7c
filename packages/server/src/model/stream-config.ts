import { asBoolean, asObject, asOneOf, asString, asU64, optional, threeState } from "../wire/json-fields.js";
import { JsonObject, type JsonValue } from "../wire/json-parse.js";
import type { WritableJson } from "../wire/json-write.js";
import { apiError } from "./api-error.js";
import { FormatError } from "./format-error.js";

export type TimestampingMode = "client-prefer" | "client-require" | "arrival";

/** How long records are kept, in whole seconds, or for ever. */
export type RetentionPolicy = { readonly ageSeconds: bigint } | "infinite";

/** Stream settings of which any may be unset: what clients send, and what a basin holds as defaults. */
export interface StreamConfig {
  /** An open set: any string is stored. */
  readonly storageClass?: string | undefined;
  readonly retention?: RetentionPolicy | undefined;
  readonly timestampingMode?: TimestampingMode | undefined;
  readonly uncapped?: boolean | undefined;
  /** 0 turns delete-on-empty off, which is not the same as leaving it unset. */
  readonly deleteOnEmptyMinAgeSeconds?: bigint | undefined;
}

/** Stream settings with every default filled in: what a stream holds. */
export type ResolvedStreamConfig = { readonly [Field in keyof StreamConfig]-?: NonNullable<StreamConfig[Field]> };

/** A change to stream settings: an absent field keeps, null clears, a value sets. */
export type StreamConfigPatch = { readonly [Field in keyof StreamConfig]?: StreamConfig[Field] | null };

const SYSTEM_DEFAULTS: ResolvedStreamConfig = {
  storageClass: "express",
  retention: { ageSeconds: 604_800n },
  timestampingMode: "client-prefer",
  uncapped: false,
  deleteOnEmptyMinAgeSeconds: 0n,
};

const asMode = asOneOf<TimestampingMode>("client-prefer", "client-require", "arrival");

/** Fills what is unset from the basin's defaults, then from the system's. */
export function resolveStreamConfig(config: StreamConfig, basinDefaults: StreamConfig): ResolvedStreamConfig {
  const pick = <Field extends keyof StreamConfig>(field: Field): ResolvedStreamConfig[Field] =>
    (config[field] ?? basinDefaults[field] ?? SYSTEM_DEFAULTS[field]) as ResolvedStreamConfig[Field];
  return {
    storageClass: pick("storageClass"),
    retention: pick("retention"),
    timestampingMode: pick("timestampingMode"),
    uncapped: pick("uncapped"),
    deleteOnEmptyMinAgeSeconds: pick("deleteOnEmptyMinAgeSeconds"),
  };
}

/**
 * Reads a StreamConfig object; null and absent members are unset.
 *
 * @throws `FormatError` on a wrong type, 422 `invalid` on a retention age of 0.
 */
export function parseStreamConfig(value: JsonValue, field = "config"): StreamConfig {
  const object = asObject(value, field);
  const timestamping = optional(object, "timestamping", asObject);
  const deleteOnEmpty = optional(object, "delete_on_empty", asObject);
  return {
    storageClass: optional(object, "storage_class", asString),
    retention: optional(object, "retention_policy", asRetention),
    timestampingMode: timestamping && optional(timestamping, "mode", asMode),
    uncapped: timestamping && optional(timestamping, "uncapped", asBoolean),
    deleteOnEmptyMinAgeSeconds: deleteOnEmpty && (optional(deleteOnEmpty, "min_age_secs", asU64) ?? 0n),
  };
}

/** Reads the three-state form that PATCH takes. @throws as `parseStreamConfig`. */
export function parseStreamConfigPatch(value: JsonValue, field = "config"): StreamConfigPatch {
  const object = asObject(value, field);
  const timestamping = threeState(object, "timestamping", asObject);
  const deleteOnEmpty = threeState(object, "delete_on_empty", asObject);
  return {
    storageClass: threeState(object, "storage_class", asString),
    retention: threeState(object, "retention_policy", asRetention),
    timestampingMode: timestamping && threeState(timestamping, "mode", asMode),
    uncapped: timestamping && threeState(timestamping, "uncapped", asBoolean),
    deleteOnEmptyMinAgeSeconds: deleteOnEmpty && threeState(deleteOnEmpty, "min_age_secs", asU64),
  };
}

/** Applies a patch field by field; a cleared field becomes unset. */
export function patchStreamConfig(config: StreamConfig, patch: StreamConfigPatch): StreamConfig {
  const pick = <Field extends keyof StreamConfig>(field: Field): StreamConfig[Field] => {
    const change = patch[field];
    return change === undefined ? config[field] : (change ?? undefined);
  };
  return {
    storageClass: pick("storageClass"),
    retention: pick("retention"),
    timestampingMode: pick("timestampingMode"),
    uncapped: pick("uncapped"),
    deleteOnEmptyMinAgeSeconds: pick("deleteOnEmptyMinAgeSeconds"),
  };
}

/** True when no member is set at all. */
export function isEmptyStreamConfig(config: StreamConfig): boolean {
  return Object.values(config).every((value) => value === undefined);
}

/** The wire form: all four members, null where nothing is set. */
export function streamConfigJson(config: StreamConfig): WritableJson {
  const { storageClass, retention, timestampingMode, uncapped, deleteOnEmptyMinAgeSeconds } = config;
  const hasTimestamping = timestampingMode !== undefined || uncapped !== undefined;
  return {
    storage_class: storageClass ?? null,
    retention_policy: retention === undefined ? null : retentionJson(retention),
    timestamping: hasTimestamping ? { mode: timestampingMode ?? null, uncapped: uncapped ?? null } : null,
    delete_on_empty: deleteOnEmptyMinAgeSeconds === undefined ? null : { min_age_secs: deleteOnEmptyMinAgeSeconds },
  };
}

function retentionJson(retention: RetentionPolicy): WritableJson {
  return retention === "infinite" ? { infinite: {} } : { age: retention.ageSeconds };
}

/** `{"age": seconds}` or `{"infinite": {}}`, exactly one of them. */
function asRetention(value: JsonValue, field: string): RetentionPolicy {
  const object = asObject(value, field);
  const [name, second] = [...object.names()];
  const policy = name === undefined ? undefined : object.get(name);
  const isEmptyList = Array.isArray(policy) && policy.length === 0;
  if (second === undefined && name === "infinite" && (policy instanceof JsonObject || isEmptyList)) return "infinite";
  if (second !== undefined || name !== "age" || policy === undefined) {
    throw new FormatError(`\`${field}\` must be {"age": seconds} or {"infinite": {}}`);
  }
  const ageSeconds = asU64(policy, "age");
  if (ageSeconds === 0n) throw apiError("invalid", "retention age must be greater than 0 seconds");
  return { ageSeconds };
}
