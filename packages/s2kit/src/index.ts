// Every name here is bound by semantic versioning.

export {
  Batcher,
  type BatcherOptions,
  BatchingStream,
  type BatchOptions,
  batchRecords,
  type OwnedSink,
  Producer,
  type ProducerOptions,
  type ProducerState,
  RecordAck,
  type RecordPermit,
  type RecordTicket,
} from "@s2kit/batching";
export {
  ApiError,
  type ApiErrorInit,
  AppendAck,
  type AppendBatch,
  type AppendConditions,
  AppendRecord,
  type AppendRetryPolicy,
  type AppendSink,
  type AppendTicket,
  type ClientErrorCode,
  type Clock,
  checkBatch,
  DEFAULT_ACCOUNT_ENDPOINT,
  DEFAULT_BASIN_ENDPOINT,
  DEFAULT_RETRY_POLICY,
  type EndpointOptions,
  type EnvironmentOptions,
  FencingTokenMismatchError,
  type HeaderInput,
  InexactNumberError,
  InterferenceError,
  LIMITS,
  MAX_U64,
  MiB,
  maxBodyBytes,
  meteredBytes,
  RangeNotSatisfiableError,
  type RequestSummary,
  type ResolvedRetryPolicy,
  type RetryOption,
  type RetryPolicy,
  randomToken,
  readEnvironment,
  S2Error,
  type S2ErrorCode,
  type S2ErrorInit,
  SeqNumMismatchError,
  type ServerErrorCode,
  SessionClosedError,
  type StreamCommand,
  StreamPosition,
  systemClock,
  TransportError,
  type U64,
  UsageError,
} from "@s2kit/core";
export type {
  AccessToken,
  CallOptions,
  CompressionOption,
  LogEvent,
  Logger,
  RestClient,
  TokenProvider,
  TokenRequest,
} from "@s2kit/rest";
export * as rest from "@s2kit/rest";
export type {
  AppendAbortSummary,
  AppendPermit,
  AppendSession,
  AppendSessionOptions,
  AppendSessionState,
  BatchTicket,
  ConnectionOptions,
  Delivery,
  Http2Options,
  OnInterference,
  Pem,
  ReadFrom,
  ReadGap,
  ReadRange,
  ReadSession,
  ReadSessionOptions,
  ReadSessionState,
  SubmitAllOptions,
  TransportName,
  TransportOptions,
} from "@s2kit/sessions";
export {
  CaughtUpTracker,
  ReadRecord,
  RecordBatch,
  RecordHeader,
  type RecordParts,
  type TrackedBatch,
  WRITER_HEADER,
} from "@s2kit/sessions";
export type {
  AccessTokenScope,
  GrantedScope,
  Operation,
  OperationGroups,
  Permission,
  ReadWrite,
  ResourceSet,
} from "./account/access-token-scope.js";
export type { AccessTokenInfo, AccessTokens, IssueAccessTokenOptions } from "./account/access-tokens.js";
export type { BasinConfig, BasinReconfiguration, StreamCipher } from "./account/basin-config.js";
export type { BasinInfo } from "./account/basin-info.js";
export type { Basins, CreateBasinOptions, EnsureBasinOptions } from "./account/basins.js";
export type { LocationInfo, Locations } from "./account/locations.js";
export type {
  AccumulationMetric,
  GaugeMetric,
  LabelMetric,
  Metric,
  MetricInterval,
  MetricPoint,
  MetricUnit,
  ScalarMetric,
  UnknownMetric,
} from "./account/metric.js";
export type {
  AccountMetricSets,
  BasinMetricSets,
  MetricQuery,
  MetricRange,
  MetricRangeOnly,
  MetricSeries,
  StreamMetricSets,
  UnknownMetricSet,
} from "./account/metric-query.js";
export type { Metrics } from "./account/metrics.js";
export type { WaitOptions } from "./account/until-ready.js";
export type { Basin } from "./basin/basin.js";
export type {
  DeleteOnEmpty,
  RetentionPolicy,
  StorageClass,
  StreamConfig,
  Timestamping,
  TimestampingMode,
} from "./basin/stream-config.js";
export type { StreamInfo } from "./basin/stream-info.js";
export type {
  DeleteOnEmptyReconfiguration,
  StreamReconfiguration,
  TimestampingReconfiguration,
} from "./basin/stream-reconfiguration.js";
export type { CreateStreamOptions, EnsureStreamOptions, Streams } from "./basin/streams.js";
export type { EnsureOutcome, EnsureResult } from "./calls/ensure-result.js";
export { type ListAllOptions, type ListOptions, type Page, paginate } from "./calls/page.js";
export type { EnvironmentS2Options, HandleOptions, S2Options } from "./options.js";
export { type AppliedStep, type ApplyOptions, applyResources } from "./resources/apply.js";
export { formatPlan } from "./resources/format-plan.js";
export { parseResources } from "./resources/parse-resources.js";
export {
  type BasinStep,
  type Plan,
  type PlanAction,
  type PlanOptions,
  type PlanStep,
  planResources,
  type StreamStep,
} from "./resources/plan.js";
export type { BasinSpec, ResourceSpec, StreamSpec } from "./resources/resource-spec.js";
export type { SettingChange, SettingValue } from "./resources/settings.js";
export { S2 } from "./s2.js";
export type { Stream } from "./stream/stream.js";
export type { StreamOptions } from "./stream/stream-options.js";
