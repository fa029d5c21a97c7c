import { asCipher, type BasinConfig, type Cipher } from "../model/basin-config.js";
import { FormatError } from "../model/format-error.js";
import { parseBasinName, parseStreamName } from "../model/names.js";
import type { RetentionPolicy, StreamConfig, TimestampingMode } from "../model/stream-config.js";
import {
  asArray,
  asBoolean,
  asObject,
  asOneOf,
  asString,
  type Decode,
  onlyKnown,
  optional,
  required,
} from "../wire/json-fields.js";
import { type JsonValue, parseJson } from "../wire/json-parse.js";
import type { Account } from "./account.js";
import { parseDurationSeconds } from "./duration.js";

/** Stream settings in the form of an init file. What is left out gets the basin's or the service's default. */
export interface StreamConfigSpec {
  readonly storage_class?: string | undefined;
  /** `infinite`, or an age such as `7days` or `2h 30m`. */
  readonly retention_policy?: string | undefined;
  readonly timestamping?:
    | { readonly mode?: TimestampingMode | undefined; readonly uncapped?: boolean | undefined }
    | undefined;
  readonly delete_on_empty?: { readonly min_age?: string | undefined } | undefined;
}

export interface StreamSpec {
  readonly name: string;
  readonly config?: StreamConfigSpec | undefined;
}

export interface BasinConfigSpec {
  readonly default_stream_config?: StreamConfigSpec | undefined;
  readonly stream_cipher?: Cipher | undefined;
  readonly create_stream_on_append?: boolean | undefined;
  readonly create_stream_on_read?: boolean | undefined;
}

/** A basin that exists from the start, in the form of an init file. */
export interface BasinSpec {
  readonly name: string;
  readonly config?: BasinConfigSpec | undefined;
  readonly streams?: readonly StreamSpec[] | undefined;
}

interface ParsedBasin {
  readonly name: string;
  readonly config: BasinConfig;
  readonly streams: readonly { readonly name: string; readonly config: StreamConfig }[];
}

/**
 * Creates basins (in the given location) and streams, or brings existing ones to the given configuration. Deletes nothing.
 *
 * @throws `FormatError` when anything in it is invalid; then nothing is applied.
 */
export function provision(account: Account, basins: readonly (string | BasinSpec)[], location: string): void {
  const specs = basins.map((basin) => (typeof basin === "string" ? { name: basin } : basin));
  applyParsed(account, parseSpec(parseJson(JSON.stringify({ basins: specs }))), location);
}

/** As `provision`, from the text of an init file. */
export function provisionFromFile(account: Account, text: string, location: string): void {
  applyParsed(account, parseSpec(parseJson(text)), location);
}

function applyParsed(account: Account, basins: readonly ParsedBasin[], location: string): void {
  for (const { name, config, streams } of basins) {
    const [basin] = account.ensureBasin(name, config, location);
    for (const stream of streams) basin.ensureStream(stream.name, stream.config);
  }
}

function parseSpec(value: JsonValue): ParsedBasin[] {
  const basins = (optional(asObject(value, "init file"), "basins", asArray) ?? []).map(parseBasin);
  refuseDuplicates("basin", basins);
  return basins;
}

function parseBasin(value: JsonValue): ParsedBasin {
  const object = asObject(value, "basin");
  onlyKnown(object, ["name", "config", "streams"]);
  const streams = (optional(object, "streams", asArray) ?? []).map(parseStream);
  refuseDuplicates("stream", streams);
  return {
    name: parseBasinName(required(object, "name", asString)),
    config: parseBasinConfig(optional(object, "config", (config) => config) ?? parseJson("{}")),
    streams,
  };
}

function parseStream(value: JsonValue): { name: string; config: StreamConfig } {
  const object = asObject(value, "stream");
  onlyKnown(object, ["name", "config"]);
  return {
    name: parseStreamName(required(object, "name", asString)),
    config: optional(object, "config", parseStreamConfig) ?? {},
  };
}

function parseBasinConfig(value: JsonValue): BasinConfig {
  const object = asObject(value, "config");
  onlyKnown(object, ["default_stream_config", "stream_cipher", "create_stream_on_append", "create_stream_on_read"]);
  return {
    streamDefaults: optional(object, "default_stream_config", parseStreamConfig) ?? {},
    streamCipher: optional(object, "stream_cipher", asCipher),
    createStreamOnAppend: optional(object, "create_stream_on_append", asBoolean) ?? false,
    createStreamOnRead: optional(object, "create_stream_on_read", asBoolean) ?? false,
  };
}

const parseStreamConfig: Decode<StreamConfig> = (value, field) => {
  const object = asObject(value, field);
  onlyKnown(object, ["storage_class", "retention_policy", "timestamping", "delete_on_empty"]);
  const timestamping = optional(object, "timestamping", asObject);
  if (timestamping !== undefined) onlyKnown(timestamping, ["mode", "uncapped"]);
  const deleteOnEmpty = optional(object, "delete_on_empty", asObject);
  if (deleteOnEmpty !== undefined) onlyKnown(deleteOnEmpty, ["min_age"]);
  return {
    storageClass: optional(object, "storage_class", asString),
    retention: optional(object, "retention_policy", asRetention),
    timestampingMode:
      timestamping &&
      optional(timestamping, "mode", asOneOf<TimestampingMode>("client-prefer", "client-require", "arrival")),
    uncapped: timestamping && optional(timestamping, "uncapped", asBoolean),
    deleteOnEmptyMinAgeSeconds: deleteOnEmpty && (optional(deleteOnEmpty, "min_age", asDuration) ?? 0n),
  };
};

const asDuration: Decode<bigint> = (value, field) => parseDurationSeconds(asString(value, field));

const asRetention: Decode<RetentionPolicy> = (value, field) => {
  if (asString(value, field).toLowerCase() === "infinite") return "infinite";
  const ageSeconds = asDuration(value, field);
  if (ageSeconds === 0n) throw new FormatError("retention age must be greater than 0 seconds");
  return { ageSeconds };
};

function refuseDuplicates(what: string, items: readonly { readonly name: string }[]): void {
  const seen = new Set<string>();
  for (const { name } of items) {
    if (seen.has(name)) throw new FormatError(`duplicate ${what} ${name}`);
    seen.add(name);
  }
}
