import type { Schema } from "../document/openapi.js";
import { BREAKS, type Effect, HARMLESS, NARROWS, type Report, WIDENS } from "./change-list.js";
import type { Shape } from "./schema-shape.js";

const LOWER = ["minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"] as const;
const UPPER = ["maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"] as const;
const RULES = ["pattern", "multipleOf", "uniqueItems"] as const;

/** Reports changed bounds, patterns, formats and defaults. */
export function diffLimits(was: Shape, is: Shape, report: Report): void {
  for (const key of LOWER) diffBound(key, was.schema, is.schema, report, (before, after) => after > before);
  for (const key of UPPER) diffBound(key, was.schema, is.schema, report, (before, after) => after < before);
  for (const key of RULES) diffBound(key, was.schema, is.schema, report, () => undefined);
  diffFormat(was, is, report);
  diffDefault(was.schema, is.schema, report);
}

type Bound = (typeof LOWER)[number] | (typeof UPPER)[number] | (typeof RULES)[number];

/** `isTighter` says which way a bound moved, or `undefined` where old and new do not compare. */
function diffBound(
  key: Bound,
  was: Schema,
  is: Schema,
  report: Report,
  isTighter: (before: number, after: number) => boolean | undefined,
): void {
  const [before, after] = [was[key], is[key]];
  if (before === after) return;
  report("bound-changed", `${key} ${text(before)} → ${text(after)}`, boundEffect(before, after, isTighter));
}

function boundEffect(
  before: unknown,
  after: unknown,
  isTighter: (before: number, after: number) => boolean | undefined,
): Effect {
  if (before === undefined) return NARROWS;
  if (after === undefined) return WIDENS;
  if (typeof before !== "number" || typeof after !== "number") return BREAKS;
  const tighter = isTighter(before, after);
  return tighter === undefined ? BREAKS : tighter ? NARROWS : WIDENS;
}

function diffFormat(was: Shape, is: Shape, report: Report): void {
  const [before, after] = [was.schema.format, is.schema.format];
  if (before === after) return;
  const effect =
    is.types?.has("integer") || is.types?.has("number") ? numberEffect(before, after) : textEffect(before, after);
  report("format-changed", `format ${text(before)} → ${text(after)}`, effect);
}

/** What counts for numbers is whether a value may be a `bigint`. */
function numberEffect(before: string | undefined, after: string | undefined): Effect {
  if (isWide(before) === isWide(after)) return HARMLESS;
  return isWide(after) ? WIDENS : NARROWS;
}

function textEffect(before: string | undefined, after: string | undefined): Effect {
  if (before === undefined) return NARROWS;
  return after === undefined ? WIDENS : BREAKS;
}

function isWide(format: string | undefined): boolean {
  return format === "int64" || format === "uint64";
}

/** Who leaves a value out gets something else than before. */
function diffDefault(was: Schema, is: Schema, report: Report): void {
  const [before, after] = [JSON.stringify(was.default), JSON.stringify(is.default)];
  if (before === after) return;
  const silent = before !== undefined && after !== undefined;
  report("default-changed", `default ${text(before)} → ${text(after)}`, silent ? NARROWS : HARMLESS);
}

function text(value: unknown): string {
  return value === undefined ? "none" : String(value);
}
