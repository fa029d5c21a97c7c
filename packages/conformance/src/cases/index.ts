import type { ConformanceCase } from "../harness/conformance-case.js";
import { tokenDelegationCases, tokenIssueCases } from "./access-token/issue.js";
import { tokenListCases, tokenRevokeCases } from "./access-token/list-and-revoke.js";
import { tokenAutoPrefixCases, tokenScopeCases } from "./access-token/scope.js";
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
import { basinLocationCases, locationDefaultCases, locationListCases } from "./location/locations.js";
import { metricsRangeCases } from "./metrics/range.js";
import { accountMetricsCases, basinMetricsCases, streamMetricsCases } from "./metrics/sets.js";
import { readFormatCases, readLimitCases, untilCases } from "./read/limits.js";
import { startCases, unwrittenCases } from "./read/starts.js";
import { waitCases } from "./read/waiting.js";
import { appendSessionCases, appendSessionConditionCases, appendSessionInputCases } from "./session/append.js";
import { encryptionCases } from "./session/encryption.js";
import { frameCases, frameCompressionCases } from "./session/frames.js";
import { deleteOnEmptyCases, lifetimeCases } from "./session/lifetime.js";
import { readSessionCases, readSessionEndCases } from "./session/read.js";
import { sseCases, sseResumeCases } from "./session/sse.js";
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
  ...startCases,
  ...unwrittenCases,
  ...readLimitCases,
  ...untilCases,
  ...readFormatCases,
  ...waitCases,
  ...appendSessionCases,
  ...appendSessionConditionCases,
  ...appendSessionInputCases,
  ...frameCases,
  ...frameCompressionCases,
  ...readSessionCases,
  ...readSessionEndCases,
  ...sseCases,
  ...sseResumeCases,
  ...encryptionCases,
  ...lifetimeCases,
  ...deleteOnEmptyCases,
  ...tokenIssueCases,
  ...tokenListCases,
  ...tokenRevokeCases,
  ...tokenScopeCases,
  ...tokenDelegationCases,
  ...tokenAutoPrefixCases,
  ...locationListCases,
  ...locationDefaultCases,
  ...basinLocationCases,
  ...metricsRangeCases,
  ...accountMetricsCases,
  ...basinMetricsCases,
  ...streamMetricsCases,
];
