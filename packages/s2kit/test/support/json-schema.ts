/** A JSON schema with the keywords that are used here; others are a mistake. */
interface Schema {
  readonly [keyword: string]: unknown;
}

type Json = unknown;

const TYPES: Readonly<Record<string, (value: Json) => boolean>> = {
  object: (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  array: Array.isArray,
  string: (value) => typeof value === "string",
  boolean: (value) => typeof value === "boolean",
  null: (value) => value === null,
};

/** Keywords that say nothing about what is valid. */
const REMARKS = new Set(["$schema", "$defs", "title", "description", "examples"]);

/** Whether a document is valid under a schema. */
export function isValid(schema: Schema, value: Json, root: Schema = schema): boolean {
  const rules = Object.entries(schema).filter(([keyword]) => !REMARKS.has(keyword));
  return rules.every(([keyword, rule]) => obeys(keyword, rule, schema, value, root));
}

function obeys(keyword: string, rule: unknown, schema: Schema, value: Json, root: Schema): boolean {
  const isObject = TYPES["object"]?.(value) ?? false;
  const members = isObject ? (value as Record<string, Json>) : {};
  const text = typeof value === "string" ? value : undefined;
  switch (keyword) {
    case "type":
      return [rule].flat().some((name) => TYPES[name as string]?.(value));
    case "enum":
      return (rule as Json[]).includes(value);
    case "not":
      return !isValid(rule as Schema, value, root);
    case "anyOf":
      return (rule as Schema[]).some((option) => isValid(option, value, root));
    case "$ref":
      return isValid(definition(root, rule as string), value, root);
    case "required":
      return !isObject || (rule as string[]).every((name) => Object.hasOwn(members, name));
    case "properties":
      return Object.entries(rule as Record<string, Schema>).every(
        ([name, property]) => !Object.hasOwn(members, name) || isValid(property, members[name], root),
      );
    case "additionalProperties": {
      const known = Object.keys(schema["properties"] as object);
      return rule === false && Object.keys(members).every((name) => known.includes(name));
    }
    case "items":
      return !Array.isArray(value) || value.every((item) => isValid(rule as Schema, item, root));
    case "minLength":
      return text === undefined || [...text].length >= (rule as number);
    case "maxLength":
      return text === undefined || [...text].length <= (rule as number);
    case "pattern":
      return text === undefined || new RegExp(rule as string, "u").test(text);
    default:
      throw new Error(`the schema uses ${keyword}, which this validator does not know`);
  }
}

function definition(root: Schema, reference: string): Schema {
  const name = reference.replace("#/$defs/", "");
  const found = (root["$defs"] as Record<string, Schema>)[name];
  if (found === undefined) throw new Error(`the schema has no ${reference}`);
  return found;
}
