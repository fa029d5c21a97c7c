import { type U64, UsageError } from "@s2kit/core";
import { checkU64, usageError } from "@s2kit/core/internal";
import type { components } from "@s2kit/rest";
import { checkBoolean, checkFields, checkWord } from "../calls/check-fields.js";
import { fromWireMembers, type Members, toWireMembers } from "../calls/members.js";

type Wire = components["schemas"]["StreamConfig"];
type WireRetentionPolicy = components["schemas"]["RetentionPolicy"];

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

/** The settings of a stream, as S2 writes them. */
export const STREAM_CONFIG: Members<StreamConfig, Wire> = {
  storageClass: { toWire: checkWord },
  retentionPolicy: { toWire: toWireRetentionPolicy, fromWire: fromWireRetentionPolicy },
  timestamping: { members: { mode: { toWire: checkWord }, uncapped: { toWire: checkBoolean } } },
  deleteOnEmpty: { members: { minAgeSecs: { toWire: checkU64, unset: 0 } } },
};

/**
 * The configuration as S2 writes it.
 *
 * @throws `invalid_argument` for a value that the service would refuse, and for a setting that does not exist.
 */
export function toWireStreamConfig(config: StreamConfig, field = "config"): Wire {
  return toWireMembers(config, field, STREAM_CONFIG);
}

/** The configuration as this package writes it; what the service left unset is absent. */
export function fromWireStreamConfig(wire: Wire): StreamConfig {
  return fromWireMembers(wire, STREAM_CONFIG);
}

function toWireRetentionPolicy(policy: RetentionPolicy, field: string): WireRetentionPolicy {
  if (policy === "infinite") return { infinite: {} };
  if (typeof policy !== "object" || policy === null) throw usageError(field, '"infinite" or { ageSecs }', policy);
  const age = checkU64(checkFields(policy, field, ["ageSecs"]).ageSecs, `${field}.ageSecs`);
  if (age === 0) throw new UsageError(`${field}.ageSecs`, `${field}.ageSecs must be at least 1, got 0`);
  return { age };
}

function fromWireRetentionPolicy(policy: WireRetentionPolicy): RetentionPolicy {
  if ("age" in policy) return { ageSecs: policy.age };
  // A kind of policy that this version does not know is shown as it came, and refused when it is sent back.
  return "infinite" in policy ? "infinite" : (policy as RetentionPolicy);
}
