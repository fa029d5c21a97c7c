export type { ApiChange, ApiDiff, ChangeKind, Position } from "./diff/api-diff.js";
export { diffApi } from "./diff/diff-api.js";
export { formatApiDiff } from "./diff/format-api-diff.js";
export { DocumentError } from "./document/document-error.js";
export { loadDocument, parseDocument } from "./document/load-document.js";
export type { OpenApiDocument } from "./document/openapi.js";
export { type GeneratedFiles, type GenerateOptions, generate } from "./generate.js";
export { keepProse } from "./prose/keep-prose.js";
export { structureOf } from "./prose/structure-of.js";
