// All that s2kit's packages use of this one, in one module. Not bound by semantic versioning: import the public entry elsewhere.
export * from "./generated/operations.js";
export type { components, paths } from "./generated/schema.js";
export type { LogEvent, Logger } from "./logger.js";
export type { CallOptions, CompressionOption, RestClientOptions } from "./options.js";
export { compressBody } from "./pipeline/compress-body.js";
export { fromFetchError } from "./pipeline/from-fetch-error.js";
export { checkContentType, checkSuccess, type Question } from "./pipeline/judge-answer.js";
export type { Effect, EndpointName, PipelineRequest, PipelineResponse, PipelineStream } from "./pipeline/request.js";
export type { Base } from "./pipeline/request-url.js";
export { createRestClient, RestClient } from "./rest-client.js";
export { createServiceClient, ServiceClient } from "./service-client.js";
export { createSessionClient, SessionClient } from "./session-client.js";
export type { AccessToken, TokenProvider, TokenRequest } from "./token-source.js";
export { type OperationOutcome, unwrap } from "./typed/unwrap.js";
export { VERSION } from "./version.js";
