import type { ConformanceCase } from "../harness/conformance-case.js";
import { ackCases } from "./append/acks.js";
import { commandCases, trimCases } from "./append/commands.js";
import { fencingCases, matchSeqNumCases } from "./append/conditions.js";
import { headerCases } from "./append/headers.js";
import { appendFormatCases, appendJsonCases, appendProtobufCases } from "./append/input-forms.js";
import { appendLimitCases } from "./append/limits.js";
import { appendTargetCases } from "./append/targets.js";
import { timestampCases } from "./append/timestamps.js";
import { basinCreateCases, basinNameCases } from "./basin/create.js";
import { basinEnsureCases, basinReconfigureCases } from "./basin/ensure.js";
import { basinDeleteCases, basinHeaderCases, basinListCases } from "./basin/list-and-delete.js";
import { bodyLimitCases, contentEncodingCases } from "./http/bodies.js";
import { connectionCases } from "./http/connections.js";
import { corsCases } from "./http/cors.js";
import { errorBodyCases, extractorOrderCases, negotiationCases, unimplementedCases } from "./http/errors.js";
import { fetchCases } from "./http/fetch.js";
import { pathEncodingCases, queryCases, routeCases } from "./http/routes.js";
import { autoCreateCases, streamConfigHeaderCases } from "./stream/auto-create.js";
import { cipherCases, streamConfigCases, streamEnsureCases, streamReconfigureCases } from "./stream/config.js";
import { streamCreateCases, streamNameCases } from "./stream/create.js";
import { checkTailCases, streamDeleteCases, streamListCases } from "./stream/list.js";

/** Every case of the suite. */
export const allCases: readonly ConformanceCase[] = [
  ...routeCases,
  ...pathEncodingCases,
  ...queryCases,
  ...bodyLimitCases,
  ...contentEncodingCases,
  ...errorBodyCases,
  ...unimplementedCases,
  ...extractorOrderCases,
  ...negotiationCases,
  ...corsCases,
  ...connectionCases,
  ...fetchCases,
  ...basinNameCases,
  ...basinHeaderCases,
  ...basinCreateCases,
  ...basinEnsureCases,
  ...basinReconfigureCases,
  ...basinListCases,
  ...basinDeleteCases,
  ...streamNameCases,
  ...streamCreateCases,
  ...streamConfigCases,
  ...streamEnsureCases,
  ...streamReconfigureCases,
  ...cipherCases,
  ...streamListCases,
  ...streamDeleteCases,
  ...checkTailCases,
  ...autoCreateCases,
  ...streamConfigHeaderCases,
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
