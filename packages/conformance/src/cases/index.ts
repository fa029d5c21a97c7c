import type { ConformanceCase } from "../harness/conformance-case.js";
import { ackCases } from "./append/acks.js";
import { commandCases, trimCases } from "./append/commands.js";
import { fencingCases, matchSeqNumCases } from "./append/conditions.js";
import { headerCases } from "./append/headers.js";
import { appendFormatCases, appendJsonCases, appendProtobufCases } from "./append/input-forms.js";
import { appendLimitCases } from "./append/limits.js";
import { appendTargetCases } from "./append/targets.js";
import { timestampCases } from "./append/timestamps.js";

/** Every case of the suite. */
export const allCases: readonly ConformanceCase[] = [
  ...ackCases,
  ...appendLimitCases,
  ...headerCases,
  ...timestampCases,
  ...matchSeqNumCases,
  ...fencingCases,
  ...commandCases,
  ...trimCases,
  ...appendJsonCases,
  ...appendFormatCases,
  ...appendProtobufCases,
  ...appendTargetCases,
];
