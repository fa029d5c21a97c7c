import { UsageError } from "@s2kit/core";
import { checkBasinName, checkStreamName, usageError } from "@s2kit/core/internal";
import type { BasinConfig } from "../account/basin-config.js";
import type { RetentionPolicy, StreamConfig } from "../basin/stream-config.js";
import { checkBoolean, checkFields, checkWord } from "../calls/check-fields.js";
import { present } from "../calls/present.js";
import { parseDuration } from "./duration.js";
import { type BasinSpec, checkDistinct, type ResourceSpec, type StreamSpec } from "./resource-spec.js";

/** A member of the file: any JSON value. Where a member is optional, `null` is as good as leaving it out. */
type Json = unknown;

/**
 * Reads a resource file: the JSON that `s2 apply` and `s2 lite --init-file` take, for which this package has a schema
 * (`s2kit/resources.schema.json`).
 *
 * @param file - Its text, or what that stands for.
 * @throws `invalid_argument` for text that is not JSON, members that do not exist (except at the top), names, durations
 *   and words that cannot be, and a name that is there twice. The error's `field` is the place in the file.
 */
export function parseResources(file: string | object): ResourceSpec {
  const root = typeof file === "string" ? parseText(file) : file;
  if (!isObject(root)) throw usageError("resources", "an object", root);
  const basins = listOf(root["basins"], "basins", parseBasin);
  checkDistinct(basins, "basins");
  return { basins };
}

function parseText(text: string): Json {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : "";
    throw new UsageError("resources", `resources must be JSON: ${reason}`);
  }
}

function parseBasin(value: Json, field: string): BasinSpec {
  const { name, config, streams } = membersOf(value, field, ["name", "config", "streams"]);
  const parsed = listOf(streams, `${field}.streams`, parseStream);
  checkDistinct(parsed, `${field}.streams`);
  return present({
    name: checkBasinName(name, `${field}.name`),
    config: given(config, `${field}.config`, parseBasinConfig),
    streams: parsed,
  });
}

function parseStream(value: Json, field: string): StreamSpec {
  const { name, config } = membersOf(value, field, ["name", "config"]);
  return present({
    name: checkStreamName(name, `${field}.name`),
    config: given(config, `${field}.config`, parseStreamConfig),
  });
}

function parseBasinConfig(value: Json, field: string): BasinConfig {
  const { default_stream_config, stream_cipher, create_stream_on_append, create_stream_on_read } = membersOf(
    value,
    field,
    ["default_stream_config", "stream_cipher", "create_stream_on_append", "create_stream_on_read"],
  );
  return present({
    defaultStreamConfig: given(default_stream_config, `${field}.default_stream_config`, parseStreamConfig),
    streamCipher: given(stream_cipher, `${field}.stream_cipher`, oneOf("aegis-256", "aes-256-gcm")),
    createStreamOnAppend: given(create_stream_on_append, `${field}.create_stream_on_append`, checkBoolean),
    createStreamOnRead: given(create_stream_on_read, `${field}.create_stream_on_read`, checkBoolean),
  });
}

function parseStreamConfig(value: Json, field: string): StreamConfig {
  const { storage_class, retention_policy, timestamping, delete_on_empty } = membersOf(value, field, [
    "storage_class",
    "retention_policy",
    "timestamping",
    "delete_on_empty",
  ]);
  return present({
    storageClass: given(storage_class, `${field}.storage_class`, parseWord),
    retentionPolicy: given(retention_policy, `${field}.retention_policy`, parseRetention),
    timestamping: given(timestamping, `${field}.timestamping`, parseTimestamping),
    deleteOnEmpty: given(delete_on_empty, `${field}.delete_on_empty`, parseDeleteOnEmpty),
  });
}

function parseTimestamping(value: Json, field: string): NonNullable<StreamConfig["timestamping"]> {
  const { mode, uncapped } = membersOf(value, field, ["mode", "uncapped"]);
  return present({
    mode: given(mode, `${field}.mode`, oneOf("client-prefer", "client-require", "arrival")),
    uncapped: given(uncapped, `${field}.uncapped`, checkBoolean),
  });
}

function parseDeleteOnEmpty(value: Json, field: string): NonNullable<StreamConfig["deleteOnEmpty"]> {
  const { min_age } = membersOf(value, field, ["min_age"]);
  return present({
    minAgeSecs: given(min_age, `${field}.min_age`, (text, at) => parseDuration(parseWord(text, at), at)),
  });
}

function parseRetention(value: Json, field: string): RetentionPolicy {
  const text = parseWord(value, field);
  if (text.toLowerCase() === "infinite") return "infinite";
  const ageSecs = parseDuration(text, field);
  if (ageSecs === 0) throw usageError(field, '"infinite" or at least a second', text);
  return { ageSecs };
}

function parseWord(value: Json, field: string): string {
  return checkWord(value as string, field);
}

function oneOf<Word extends string>(...words: readonly Word[]): (value: Json, field: string) => Word {
  return (value, field) => {
    const found = words.find((word) => word === value);
    if (found === undefined) throw usageError(field, words.map((word) => `"${word}"`).join(" or "), value);
    return found;
  };
}

function given<T>(value: Json, field: string, parse: (value: Json, field: string) => T): T | undefined {
  return value === undefined || value === null ? undefined : parse(value, field);
}

function listOf<T>(value: Json, field: string, parse: (value: Json, field: string) => T): T[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw usageError(field, "a list", value);
  return value.map((item, index) => parse(item, `${field}[${index}]`));
}

function membersOf<Name extends string>(
  value: Json,
  field: string,
  names: readonly Name[],
): { readonly [N in Name]?: Json } {
  return checkFields(value as { readonly [N in Name]?: Json }, field, names);
}

function isObject(value: Json): value is Readonly<Record<string, Json>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
