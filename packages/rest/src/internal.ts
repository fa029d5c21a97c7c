// For s2kit's own packages. Not bound by semantic versioning: do not import this elsewhere.
export { fromFetchError } from "./pipeline/from-fetch-error.js";
export { checkContentType, checkSuccess, type Question } from "./pipeline/judge-answer.js";
export type { Effect, EndpointName, PipelineRequest, PipelineResponse, PipelineStream } from "./pipeline/request.js";
export type { Base } from "./pipeline/request-url.js";
export { VERSION } from "./version.js";
