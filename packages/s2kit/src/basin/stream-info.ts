import type { components } from "@s2kit/rest";
import type { StreamCipher } from "../account/basin-config.js";
import { present } from "../calls/present.js";
import { parseTimestamp } from "../calls/timestamp.js";

/** A stream, as it is listed. */
export interface StreamInfo {
  readonly name: string;
  readonly createdAt: Date;
  /** Set while the stream is being deleted. */
  readonly deletedAt?: Date | undefined;
  /** How its records are encrypted; absent when they are not. Fixed when the stream was created. */
  readonly cipher?: StreamCipher | undefined;
}

export function fromWireStreamInfo(wire: components["schemas"]["StreamInfo"]): StreamInfo {
  return present({
    name: wire.name,
    createdAt: parseTimestamp(wire.created_at),
    deletedAt: wire.deleted_at ? parseTimestamp(wire.deleted_at) : undefined,
    cipher: wire.cipher ?? undefined,
  });
}
