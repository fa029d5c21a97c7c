import type { components } from "@s2kit/rest";
import { fromWireStreamConfig, type StreamConfig, toWireStreamConfig } from "../basin/stream-config.js";
import { type StreamReconfiguration, toWireStreamReconfiguration } from "../basin/stream-reconfiguration.js";
import { checkBoolean, checkFields, checkWord, ifGiven, ifSet } from "../calls/check-fields.js";
import { present } from "../calls/present.js";

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

const FIELDS = ["defaultStreamConfig", "streamCipher", "createStreamOnAppend", "createStreamOnRead"] as const;

/**
 * The configuration as S2 writes it.
 *
 * @throws `invalid_argument` for a value that the service would refuse, and for a setting that does not exist.
 */
export function toWireBasinConfig(config: BasinConfig, field = "config"): Wire {
  const { defaultStreamConfig, streamCipher, createStreamOnAppend, createStreamOnRead } = checkFields(
    config,
    field,
    FIELDS,
  );
  return present({
    default_stream_config: ifGiven(defaultStreamConfig, `${field}.defaultStreamConfig`, toWireStreamConfig),
    stream_cipher: ifGiven(streamCipher, `${field}.streamCipher`, checkWord),
    create_stream_on_append: ifGiven(createStreamOnAppend, `${field}.createStreamOnAppend`, checkBoolean),
    create_stream_on_read: ifGiven(createStreamOnRead, `${field}.createStreamOnRead`, checkBoolean),
  });
}

/** The configuration as this package writes it; what is not set for the basin is absent. */
export function fromWireBasinConfig(wire: Wire): BasinConfig {
  return present({
    defaultStreamConfig: wire.default_stream_config ? fromWireStreamConfig(wire.default_stream_config) : undefined,
    streamCipher: wire.stream_cipher ?? undefined,
    createStreamOnAppend: wire.create_stream_on_append ?? false,
    createStreamOnRead: wire.create_stream_on_read ?? false,
  });
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
  const { defaultStreamConfig, streamCipher, createStreamOnAppend, createStreamOnRead } = checkFields(
    changes,
    field,
    FIELDS,
  );
  return present({
    default_stream_config: ifSet(defaultStreamConfig, `${field}.defaultStreamConfig`, toWireStreamReconfiguration),
    stream_cipher: ifSet(streamCipher, `${field}.streamCipher`, checkWord),
    create_stream_on_append: ifGiven(createStreamOnAppend, `${field}.createStreamOnAppend`, checkBoolean),
    create_stream_on_read: ifGiven(createStreamOnRead, `${field}.createStreamOnRead`, checkBoolean),
  });
}
