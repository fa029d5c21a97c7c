import type { OpenApiDocument, Schema } from "../document/openapi.js";
import { resolveReference } from "../document/resolve-reference.js";
import type { ChangeKind, Position } from "./api-diff.js";
import { BREAKS, type ChangeList, type Effect, HARMLESS, NARROWS, type Report, WIDENS } from "./change-list.js";
import { diffLimits } from "./diff-limits.js";
import { type Shape, shapeOf } from "./schema-shape.js";

/** Two documents, and where to put what differs. */
export interface Comparison {
  readonly before: OpenApiDocument;
  readonly after: OpenApiDocument;
  readonly list: ChangeList;
}

/** Where two schemas stand, for messages, and which way their values travel. */
export interface SchemaPlace {
  readonly place: string;
  /** What carries the schema, e.g. ``query parameter `limit` ``; empty in a named schema. */
  readonly carrier: string;
  /** The way from there to the property, e.g. `config.retention_policy`. */
  readonly trail: string;
  readonly positions: readonly Position[];
}

/** Reports how two versions of a schema differ. Named schemas are compared once, under their name, not at every use. */
export function diffSchemas(comparison: Comparison, before: Schema, after: Schema, at: SchemaPlace): void {
  new SchemaComparison(comparison).compare(before, after, at);
}

class SchemaComparison {
  readonly #comparison: Comparison;
  /** Pairs under way, because schemas may contain themselves. */
  readonly #open = new Map<Schema, Set<Schema>>();

  constructor(comparison: Comparison) {
    this.#comparison = comparison;
  }

  compare(before: Schema, after: Schema, at: SchemaPlace): void {
    const was = shapeOf(this.#comparison.before, before);
    const is = shapeOf(this.#comparison.after, after);
    const report: Report = (kind, message, effect) => this.#report(at, kind, message, effect);
    if (was.nullable !== is.nullable) {
      if (is.nullable) report("now-nullable", "may be null now", WIDENS);
      else report("never-null", "can no longer be null", NARROWS);
    }
    if (after.deprecated === true && before.deprecated !== true) report("now-deprecated", "deprecated", HARMLESS);
    if (was.name !== undefined && was.name === is.name) return;
    const oldTarget = resolveReference<Schema>(this.#comparison.before, before as Schema);
    const newTarget = resolveReference<Schema>(this.#comparison.after, after as Schema);
    const partners = this.#open.get(oldTarget) ?? new Set();
    if (partners.has(newTarget)) return;
    this.#open.set(oldTarget, partners.add(newTarget));
    this.#compareShapes(was, is, at, report);
    partners.delete(newTarget);
  }

  #compareShapes(was: Shape, is: Shape, at: SchemaPlace, report: Report): void {
    if (!diffTypes(was, is, report)) return;
    diffValues(was, is, report);
    diffLimits(was, is, report);
    this.#diffProperties(was, is, at);
    this.#diffItems(was, is, at, report);
    this.#diffAlternatives(was, is, at);
  }

  #diffProperties(was: Shape, is: Shape, at: SchemaPlace): void {
    const before = new Map(Object.entries(was.schema.properties ?? {}));
    const after = new Map(Object.entries(is.schema.properties ?? {}));
    for (const [name, old] of before) {
      const property = inside(at, name);
      const now = after.get(name);
      if (now === undefined) {
        this.#report(property, "property-removed", "removed", BREAKS);
        continue;
      }
      const [wasRequired, isRequired] = [isRequiredIn(was, name), isRequiredIn(is, name)];
      if (isRequired && !wasRequired) this.#report(property, "now-required", "is required now", NARROWS);
      if (wasRequired && !isRequired) this.#report(property, "now-optional", "is no longer required", WIDENS);
      this.compare(old, now, property);
    }
    for (const name of after.keys()) {
      if (before.has(name)) continue;
      const required = isRequiredIn(is, name);
      const message = required ? "added, required" : "added";
      this.#report(inside(at, name), "property-added", message, required ? NARROWS : HARMLESS);
    }
    this.#diffFurtherProperties(was, is, at);
  }

  #diffFurtherProperties(was: Shape, is: Shape, at: SchemaPlace): void {
    const before = was.schema.additionalProperties ?? true;
    const after = is.schema.additionalProperties ?? true;
    if (typeof before === "object" && typeof after === "object") this.compare(before, after, inside(at, "*"));
    else if (after === false && before !== false)
      this.#report(at, "type-changed", "takes no further properties", NARROWS);
    else if (before === false && after !== false) this.#report(at, "type-changed", "takes further properties", WIDENS);
    else if (typeof after === "object") this.#report(at, "type-changed", "further properties are typed", NARROWS);
    else if (typeof before === "object") this.#report(at, "type-changed", "further properties may be anything", WIDENS);
  }

  #diffItems(was: Shape, is: Shape, at: SchemaPlace, report: Report): void {
    const [oldTuple, newTuple] = [was.schema.prefixItems ?? [], is.schema.prefixItems ?? []];
    if (oldTuple.length !== newTuple.length) {
      report("type-changed", `a tuple of ${oldTuple.length} → of ${newTuple.length}`, BREAKS);
      return;
    }
    for (const [index, old] of oldTuple.entries()) this.compare(old, newTuple[index] ?? {}, inside(at, `[${index}]`));
    const [oldItems, newItems] = [was.schema.items, is.schema.items];
    if (typeof oldItems === "object" || typeof newItems === "object") {
      this.compare(asSchema(oldItems), asSchema(newItems), inside(at, "[]"));
    }
  }

  #diffAlternatives(was: Shape, is: Shape, at: SchemaPlace): void {
    const before = this.#keyed(this.#comparison.before, was.alternatives);
    const after = this.#keyed(this.#comparison.after, is.alternatives);
    for (const [key, old] of before) {
      const now = after.get(key);
      if (now === undefined) this.#report(at, "alternative-removed", `alternative ${key} was removed`, NARROWS);
      else this.compare(old, now, inside(at, `(${key})`));
    }
    for (const key of after.keys()) {
      if (!before.has(key)) this.#report(at, "alternative-added", `alternative ${key} was added`, WIDENS);
    }
  }

  /** What stays the same about a member of a union while other things change: its name, its tag, or what it requires. */
  #keyed(document: OpenApiDocument, alternatives: readonly Schema[]): Map<string, Schema> {
    const keyed = new Map<string, Schema>();
    for (const alternative of alternatives) {
      const shape = shapeOf(document, alternative);
      const base =
        shape.name ?? tagOf(document, shape) ?? [...(shape.schema.required ?? shape.types ?? [])].sort().join("+");
      let key = base;
      for (let copy = 2; keyed.has(key); copy++) key = `${base} ${copy}`;
      keyed.set(key, alternative);
    }
    return keyed;
  }

  #report(at: SchemaPlace, kind: ChangeKind, message: string, effect: Effect): void {
    const property = at.trail === "" ? "" : `property \`${at.trail}\``;
    const part = [property, at.carrier].filter((text) => text !== "").join(" of ");
    this.#comparison.list.addTravelling(kind, at.place, part, message, effect, at.positions);
  }
}

/** Says whether it makes sense to look further: nothing else compares between a number and a text. */
function diffTypes(was: Shape, is: Shape, report: Report): boolean {
  const [grown, shrunk] = [accepts(is, was), accepts(was, is)];
  if (grown && shrunk) return true;
  const message = `${typeText(was)} → ${typeText(is)}`;
  report("type-changed", message, grown ? WIDENS : shrunk ? NARROWS : BREAKS);
  return grown || shrunk;
}

/** Every type of `narrow` is also one of `wide`. */
function accepts(wide: Shape, narrow: Shape): boolean {
  const { types } = wide;
  if (types === undefined) return true;
  if (narrow.types === undefined) return false;
  return [...narrow.types].every((type) => types.has(type) || (type === "integer" && types.has("number")));
}

function typeText({ types }: Shape): string {
  if (types === undefined) return "anything";
  return types.size === 0 ? "nothing" : [...types].sort().join(" or ");
}

/** Enumerations are open for who receives: the generated types let values pass that were added later. */
function diffValues(was: Shape, is: Shape, report: Report): void {
  const [before, after] = [was.values, is.values];
  if (before === undefined || after === undefined) {
    if (after !== undefined) report("enum-closed", `only ${valueList(after)}`, NARROWS);
    if (before !== undefined) report("enum-opened", `any value, no longer only ${valueList(before)}`, HARMLESS);
    return;
  }
  for (const value of before) {
    if (!after.has(value)) report("enum-value-removed", `value ${value} was removed`, NARROWS);
  }
  for (const value of after) {
    if (!before.has(value)) report("enum-value-added", `value ${value} was added`, HARMLESS);
  }
}

function valueList(values: ReadonlySet<string>): string {
  return [...values].join(", ");
}

/** The single value by which a member of a union tells what it is. */
function tagOf(document: OpenApiDocument, shape: Shape): string | undefined {
  for (const [name, property] of Object.entries(shape.schema.properties ?? {})) {
    const values = shapeOf(document, resolveReference<Schema>(document, property as Schema)).values;
    if (values?.size === 1 && isRequiredIn(shape, name)) return `${name}: ${[...values][0]}`;
  }
  return undefined;
}

function isRequiredIn(shape: Shape, name: string): boolean {
  return shape.schema.required?.includes(name) ?? false;
}

function asSchema(items: boolean | Schema | undefined): Schema {
  return typeof items === "object" ? items : {};
}

function inside(at: SchemaPlace, step: string): SchemaPlace {
  const trail = step.startsWith("[") || at.trail === "" ? `${at.trail}${step}` : `${at.trail}.${step}`;
  return { ...at, trail };
}
