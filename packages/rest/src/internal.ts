// For s2kit's own packages. Not bound by semantic versioning: do not import this elsewhere.
export type { Effect, EndpointName, PipelineRequest, PipelineResponse } from "./pipeline/request.js";
export { VERSION } from "./version.js";
