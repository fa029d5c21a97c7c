export { allCases } from "./cases/index.js";
export type { CaseTag, ConformanceCase } from "./harness/conformance-case.js";
export { type ConformanceOptions, runConformance, type ServerKind } from "./harness/run-conformance.js";
export { type Area, type RequirementId, requirements } from "./requirements/index.js";
