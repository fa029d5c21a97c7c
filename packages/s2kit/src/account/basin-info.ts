import type { components } from "@s2kit/rest";
import { present } from "../calls/present.js";
import { parseTimestamp } from "../calls/timestamp.js";

/** A basin, as it is listed. */
export interface BasinInfo {
  readonly name: string;
  /** Where it is; absent when the service does not say. */
  readonly location?: string | undefined;
  readonly createdAt: Date;
  /** Set while the basin is being deleted. */
  readonly deletedAt?: Date | undefined;
}

export function fromWireBasinInfo(wire: components["schemas"]["BasinInfo"]): BasinInfo {
  return present({
    name: wire.name,
    location: wire.location ?? undefined,
    createdAt: parseTimestamp(wire.created_at),
    deletedAt: wire.deleted_at ? parseTimestamp(wire.deleted_at) : undefined,
  });
}
