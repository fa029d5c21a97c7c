/** Keys whose values are for people. */
export const PROSE: ReadonlySet<string> = new Set([
  "description",
  "summary",
  "title",
  "example",
  "examples",
  "externalDocs",
]);
/** Keys below which every key is a name, so that a property called `title` is not mistaken for prose. */
export const NAME_MAPS: ReadonlySet<string> = new Set(
  (
    "properties patternProperties $defs schemas parameters requestBodies responses headers securitySchemes " +
    "paths content variables"
  ).split(" "),
);
/** Keys below which everything is a value of the API. */
export const VALUES: ReadonlySet<string> = new Set(["default", "enum", "const", "security", "required"]);

export type Node = Record<string, unknown>;

export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
