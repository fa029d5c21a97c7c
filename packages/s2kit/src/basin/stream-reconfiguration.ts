import type { U64 } from "@s2kit/core";
import type { components } from "@s2kit/rest";
import { toWireChanges } from "../calls/members.js";
import { type RetentionPolicy, STREAM_CONFIG, type StorageClass, type TimestampingMode } from "./stream-config.js";

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
  return toWireChanges(changes, field, STREAM_CONFIG);
}
