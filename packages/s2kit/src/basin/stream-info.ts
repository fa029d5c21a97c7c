import type { components } from "@s2kit/rest";
import type { StreamCipher } from "../account/basin-config.js";
import { fromWireMembers, type Members } from "../calls/members.js";
import { TIME } from "../calls/timestamp.js";

type Wire = components["schemas"]["StreamInfo"];

/** A stream, as it is listed. */
export interface StreamInfo {
  readonly name: string;
  readonly createdAt: Date;
  /** Set while the stream is being deleted. */
  readonly deletedAt?: Date | undefined;
  /** How its records are encrypted; absent when they are not. Fixed when the stream was created. */
  readonly cipher?: StreamCipher | undefined;
}

const STREAM_INFO: Members<StreamInfo, Wire> = { name: {}, createdAt: TIME, deletedAt: TIME, cipher: {} };

export function fromWireStreamInfo(wire: Wire): StreamInfo {
  return fromWireMembers(wire, STREAM_INFO);
}
