import type { components } from "@s2kit/rest";
import { STREAM_CONFIG, type StreamConfig } from "../basin/stream-config.js";
import type { StreamReconfiguration } from "../basin/stream-reconfiguration.js";
import { checkBoolean, checkWord } from "../calls/check-fields.js";
import { fromWireMembers, type Members, toWireChanges, toWireMembers } from "../calls/members.js";

type Wire = components["schemas"]["BasinConfig"];

/** How records are encrypted with the caller's keys. The set is open. */
export type StreamCipher = "aegis-256" | "aes-256-gcm" | (string & {});

/** Configuration of a basin. What is left out takes the service's default. */
export interface BasinConfig {
  /** What a new stream gets where it says nothing itself. Streams that exist are not changed by it. */
  readonly defaultStreamConfig?: StreamConfig | undefined;
  /** Encrypts the records of streams created from now on; a stream keeps its cipher. Default: none. */
  readonly streamCipher?: StreamCipher | undefined;
  /** Whether an append to a missing stream creates it. Default false. */
  readonly createStreamOnAppend?: boolean | undefined;
  /** Whether a read of a missing stream, or a check of its tail, creates it. Default false. */
  readonly createStreamOnRead?: boolean | undefined;
}

/**
 * Changes to a basin's configuration. For every member: absent keeps the setting, `null` puts it back to the service's
 * default, a value sets it. The two flags take no `null`: `false` is their default.
 */
export interface BasinReconfiguration {
  /** Its members are three-state too; `null` clears all of them. */
  readonly defaultStreamConfig?: StreamReconfiguration | null | undefined;
  /** `null` ends encryption for streams created from now on. */
  readonly streamCipher?: StreamCipher | null | undefined;
  readonly createStreamOnAppend?: boolean | undefined;
  readonly createStreamOnRead?: boolean | undefined;
}

const FLAG = { toWire: checkBoolean, unset: false, neverNull: true };

const BASIN_CONFIG: Members<BasinConfig, Wire> = {
  defaultStreamConfig: { members: STREAM_CONFIG },
  streamCipher: { toWire: checkWord },
  createStreamOnAppend: FLAG,
  createStreamOnRead: FLAG,
};

/**
 * The configuration as S2 writes it.
 *
 * @throws `invalid_argument` for a value that the service would refuse, and for a setting that does not exist.
 */
export function toWireBasinConfig(config: BasinConfig, field = "config"): Wire {
  return toWireMembers(config, field, BASIN_CONFIG);
}

/** The configuration as this package writes it; what is not set for the basin is absent. */
export function fromWireBasinConfig(wire: Wire): BasinConfig {
  return fromWireMembers(wire, BASIN_CONFIG);
}

/**
 * The changes as S2 writes them.
 *
 * @throws `invalid_argument` for a value that the service would refuse, `null` for a flag among them, and for a setting
 *   that does not exist.
 */
export function toWireBasinReconfiguration(
  changes: BasinReconfiguration,
  field = "changes",
): components["schemas"]["BasinReconfiguration"] {
  return toWireChanges(changes, field, BASIN_CONFIG);
}
