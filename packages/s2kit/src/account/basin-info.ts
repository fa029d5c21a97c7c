import type { components } from "@s2kit/rest";
import { fromWireMembers, type Members } from "../calls/members.js";
import { TIME } from "../calls/timestamp.js";

type Wire = components["schemas"]["BasinInfo"];

/** A basin, as it is listed. */
export interface BasinInfo {
  readonly name: string;
  /** Where it is; absent when the service does not say. */
  readonly location?: string | undefined;
  readonly createdAt: Date;
  /** Set while the basin is being deleted. */
  readonly deletedAt?: Date | undefined;
}

const BASIN_INFO: Members<BasinInfo, Wire> = { name: {}, location: {}, createdAt: TIME, deletedAt: TIME };

export function fromWireBasinInfo(wire: Wire): BasinInfo {
  return fromWireMembers(wire, BASIN_INFO);
}
