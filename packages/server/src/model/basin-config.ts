import { asBoolean, asObject, asOneOf, type Decode, defaulted, optional, threeState } from "../wire/json-fields.js";
import type { JsonValue } from "../wire/json-parse.js";
import type { WritableJson } from "../wire/json-write.js";
import {
  isEmptyStreamConfig,
  parseStreamConfig,
  parseStreamConfigPatch,
  patchStreamConfig,
  type StreamConfig,
  type StreamConfigPatch,
  streamConfigJson,
} from "./stream-config.js";

/** The algorithm that encrypts the records of a stream. */
export type Cipher = "aegis-256" | "aes-256-gcm";

export interface BasinConfig {
  /** Taken by a stream when it is created; later changes do not reach existing streams. */
  readonly streamDefaults: StreamConfig;
  /** Copied into each new stream. */
  readonly streamCipher: Cipher | undefined;
  readonly createStreamOnAppend: boolean;
  readonly createStreamOnRead: boolean;
}

/** A change to a basin: an absent field keeps, null clears, a value sets. */
export interface BasinConfigPatch {
  readonly streamDefaults: StreamConfigPatch | null | undefined;
  readonly streamCipher: Cipher | null | undefined;
  readonly createStreamOnAppend: boolean | undefined;
  readonly createStreamOnRead: boolean | undefined;
}

export const DEFAULT_BASIN_CONFIG: BasinConfig = {
  streamDefaults: {},
  streamCipher: undefined,
  createStreamOnAppend: false,
  createStreamOnRead: false,
};

export const asCipher: Decode<Cipher> = asOneOf<Cipher>("aegis-256", "aes-256-gcm");

/** @throws `FormatError` on a wrong type, 422 `invalid` on a retention age of 0. */
export function parseBasinConfig(value: JsonValue, field = "config"): BasinConfig {
  const object = asObject(value, field);
  return {
    streamDefaults: optional(object, "default_stream_config", parseStreamConfig) ?? {},
    streamCipher: optional(object, "stream_cipher", asCipher),
    createStreamOnAppend: defaulted(object, "create_stream_on_append", asBoolean, false),
    createStreamOnRead: defaulted(object, "create_stream_on_read", asBoolean, false),
  };
}

/** Reads the three-state form that PATCH takes; the two booleans do not accept null. @throws as `parseBasinConfig`. */
export function parseBasinConfigPatch(value: JsonValue): BasinConfigPatch {
  const object = asObject(value, "body");
  return {
    streamDefaults: threeState(object, "default_stream_config", parseStreamConfigPatch),
    streamCipher: threeState(object, "stream_cipher", asCipher),
    createStreamOnAppend: defaulted<boolean | undefined>(object, "create_stream_on_append", asBoolean, undefined),
    createStreamOnRead: defaulted<boolean | undefined>(object, "create_stream_on_read", asBoolean, undefined),
  };
}

export function patchBasinConfig(config: BasinConfig, patch: BasinConfigPatch): BasinConfig {
  const { streamDefaults, streamCipher } = patch;
  return {
    streamDefaults: streamDefaults === null ? {} : patchStreamConfig(config.streamDefaults, streamDefaults ?? {}),
    streamCipher: streamCipher === undefined ? config.streamCipher : (streamCipher ?? undefined),
    createStreamOnAppend: patch.createStreamOnAppend ?? config.createStreamOnAppend,
    createStreamOnRead: patch.createStreamOnRead ?? config.createStreamOnRead,
  };
}

/** The wire form; stream defaults are null when none is set. */
export function basinConfigJson(config: BasinConfig): WritableJson {
  return {
    default_stream_config: isEmptyStreamConfig(config.streamDefaults) ? null : streamConfigJson(config.streamDefaults),
    stream_cipher: config.streamCipher ?? null,
    create_stream_on_append: config.createStreamOnAppend,
    create_stream_on_read: config.createStreamOnRead,
  };
}
