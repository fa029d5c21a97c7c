import { type U64, UsageError } from "@s2kit/core";
import { checkU64, usageError } from "@s2kit/core/internal";
import type { components } from "@s2kit/rest";
import { checkBoolean, checkFields, checkWord, ifGiven } from "../calls/check-fields.js";
import { type Present, present } from "../calls/present.js";

type Wire = components["schemas"]["StreamConfig"];

/** How fast a stream's appends are made durable. The set is open: a location says what it offers. */
export type StorageClass = "standard" | "express" | (string & {});

/** How long records are kept: for ever, or until they are so many seconds old (at least 1). */
export type RetentionPolicy = "infinite" | { readonly ageSecs: U64 };

/**
 * Whose timestamps records get: the client's if there is one, the client's or the append is refused, or the time of
 * arrival. The set is open.
 */
export type TimestampingMode = "client-prefer" | "client-require" | "arrival" | (string & {});

/** How records get their timestamps. */
export interface Timestamping {
  /** Default `"client-prefer"`. */
  readonly mode?: TimestampingMode | undefined;
  /** Whether a client's timestamp may be later than the time of arrival. Default false. */
  readonly uncapped?: boolean | undefined;
}

/** Deletes a stream that holds no records. */
export interface DeleteOnEmpty {
  /** How long the stream must have been without records, in seconds; 0 never deletes it. Default 0. */
  readonly minAgeSecs?: U64 | undefined;
}

/** Configuration of a stream. What is left out takes the basin's default, else the service's. */
export interface StreamConfig {
  readonly storageClass?: StorageClass | undefined;
  /** Default 7 days. */
  readonly retentionPolicy?: RetentionPolicy | undefined;
  readonly timestamping?: Timestamping | undefined;
  readonly deleteOnEmpty?: DeleteOnEmpty | undefined;
}

/** The names of a stream's settings. */
export const STREAM_CONFIG_FIELDS = ["storageClass", "retentionPolicy", "timestamping", "deleteOnEmpty"] as const;

/**
 * The configuration as S2 writes it.
 *
 * @throws `invalid_argument` for a value that the service would refuse, and for a setting that does not exist.
 */
export function toWireStreamConfig(config: StreamConfig, field = "config"): Wire {
  const { storageClass, retentionPolicy, timestamping, deleteOnEmpty } = checkFields(
    config,
    field,
    STREAM_CONFIG_FIELDS,
  );
  return present({
    storage_class: ifGiven(storageClass, `${field}.storageClass`, checkWord),
    retention_policy: ifGiven(retentionPolicy, `${field}.retentionPolicy`, toWireRetentionPolicy),
    timestamping: ifGiven(timestamping, `${field}.timestamping`, toWireTimestamping),
    delete_on_empty: ifGiven(deleteOnEmpty, `${field}.deleteOnEmpty`, toWireDeleteOnEmpty),
  });
}

/** The configuration as this package writes it; what the service left unset is absent. */
export function fromWireStreamConfig(wire: Wire): StreamConfig {
  const { storage_class, retention_policy, timestamping, delete_on_empty } = wire;
  return present({
    storageClass: storage_class ?? undefined,
    retentionPolicy: fromWireRetentionPolicy(retention_policy ?? undefined),
    timestamping: timestamping
      ? present({ mode: timestamping.mode ?? undefined, uncapped: timestamping.uncapped ?? undefined })
      : undefined,
    deleteOnEmpty: delete_on_empty ? { minAgeSecs: delete_on_empty.min_age_secs ?? 0 } : undefined,
  });
}

/** @throws `invalid_argument` */
export function toWireRetentionPolicy(
  policy: RetentionPolicy,
  field: string,
): components["schemas"]["RetentionPolicy"] {
  if (policy === "infinite") return { infinite: {} };
  if (typeof policy !== "object" || policy === null) throw usageError(field, '"infinite" or { ageSecs }', policy);
  const age = checkU64(checkFields(policy, field, ["ageSecs"]).ageSecs, `${field}.ageSecs`);
  if (age === 0) throw new UsageError(`${field}.ageSecs`, `${field}.ageSecs must be at least 1, got 0`);
  return { age };
}

function toWireTimestamping(
  timestamping: Timestamping,
  field: string,
): Present<components["schemas"]["TimestampingConfig"]> {
  const { mode, uncapped } = checkFields(timestamping, field, ["mode", "uncapped"]);
  return present({
    mode: ifGiven(mode, `${field}.mode`, checkWord),
    uncapped: ifGiven(uncapped, `${field}.uncapped`, checkBoolean),
  });
}

function toWireDeleteOnEmpty(
  deleteOnEmpty: DeleteOnEmpty,
  field: string,
): Present<components["schemas"]["DeleteOnEmptyConfig"]> {
  const { minAgeSecs } = checkFields(deleteOnEmpty, field, ["minAgeSecs"]);
  return present({ min_age_secs: ifGiven(minAgeSecs, `${field}.minAgeSecs`, checkU64) });
}

function fromWireRetentionPolicy(
  policy: components["schemas"]["RetentionPolicy"] | undefined,
): RetentionPolicy | undefined {
  if (policy === undefined) return undefined;
  if ("age" in policy) return { ageSecs: policy.age };
  // A kind of policy that this version does not know is shown as it came, and refused when it is sent back.
  return "infinite" in policy ? "infinite" : (policy as RetentionPolicy);
}
