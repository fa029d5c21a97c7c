import type { U64 } from "@s2kit/core";
import { checkU64 } from "@s2kit/core/internal";
import type { components } from "@s2kit/rest";
import { checkBoolean, checkFields, checkWord, ifSet } from "../calls/check-fields.js";
import { present } from "../calls/present.js";
import {
  type RetentionPolicy,
  STREAM_CONFIG_FIELDS,
  type StorageClass,
  type TimestampingMode,
  toWireRetentionPolicy,
} from "./stream-config.js";

/**
 * Changes to a stream's configuration. For every member: absent keeps the setting, `null` puts it back to the basin's
 * default (else the service's), a value sets it.
 */
export interface StreamReconfiguration {
  readonly storageClass?: StorageClass | null | undefined;
  readonly retentionPolicy?: RetentionPolicy | null | undefined;
  readonly timestamping?: TimestampingReconfiguration | null | undefined;
  readonly deleteOnEmpty?: DeleteOnEmptyReconfiguration | null | undefined;
}

/** Changes to how records get their timestamps; three-state as {@link StreamReconfiguration}. */
export interface TimestampingReconfiguration {
  readonly mode?: TimestampingMode | null | undefined;
  readonly uncapped?: boolean | null | undefined;
}

/** Changes to when an empty stream is deleted; three-state as {@link StreamReconfiguration}. */
export interface DeleteOnEmptyReconfiguration {
  /** In seconds; 0 never deletes the stream. */
  readonly minAgeSecs?: U64 | null | undefined;
}

/**
 * The changes as S2 writes them.
 *
 * @throws `invalid_argument` for a value that the service would refuse, and for a setting that does not exist.
 */
export function toWireStreamReconfiguration(
  changes: StreamReconfiguration,
  field = "changes",
): components["schemas"]["StreamReconfiguration"] {
  const { storageClass, retentionPolicy, timestamping, deleteOnEmpty } = checkFields(
    changes,
    field,
    STREAM_CONFIG_FIELDS,
  );
  return present({
    storage_class: ifSet(storageClass, `${field}.storageClass`, checkWord),
    retention_policy: ifSet(retentionPolicy, `${field}.retentionPolicy`, toWireRetentionPolicy),
    timestamping: ifSet(timestamping, `${field}.timestamping`, toWireTimestamping),
    delete_on_empty: ifSet(deleteOnEmpty, `${field}.deleteOnEmpty`, toWireDeleteOnEmpty),
  });
}

function toWireTimestamping(
  changes: TimestampingReconfiguration,
  field: string,
): components["schemas"]["TimestampingReconfiguration"] {
  const { mode, uncapped } = checkFields(changes, field, ["mode", "uncapped"]);
  return present({
    mode: ifSet(mode, `${field}.mode`, checkWord),
    uncapped: ifSet(uncapped, `${field}.uncapped`, checkBoolean),
  });
}

function toWireDeleteOnEmpty(
  changes: DeleteOnEmptyReconfiguration,
  field: string,
): components["schemas"]["DeleteOnEmptyReconfiguration"] {
  const { minAgeSecs } = checkFields(changes, field, ["minAgeSecs"]);
  return present({ min_age_secs: ifSet(minAgeSecs, `${field}.minAgeSecs`, checkU64) });
}
