import type { Operation } from "../document/collect-operations.js";
import { jsonSchemaOf } from "../document/name-parameter-schemas.js";
import type { Parameter } from "../document/openapi.js";
import { BREAKS, HARMLESS, NARROWS, SENT, WIDENS } from "./change-list.js";
import { type Comparison, diffSchemas } from "./diff-schemas.js";

/** Reports parameters that came and went, and how the others differ. */
export function diffParameters(comparison: Comparison, place: string, old: Operation, now: Operation): void {
  const { list } = comparison;
  const [before, after] = [byKey(old), byKey(now)];
  for (const [part, was] of before) {
    const is = after.get(part);
    if (is === undefined) list.addTravelling("parameter-removed", place, part, "removed", BREAKS, SENT);
    else diffParameter(comparison, place, part, was, is);
  }
  for (const [part, is] of after) {
    if (before.has(part)) continue;
    const required = is.required === true || is.in === "path";
    const message = required ? "added, required" : "added";
    list.addTravelling("parameter-added", place, part, message, required ? NARROWS : HARMLESS, SENT);
  }
}

function byKey(operation: Operation): Map<string, Parameter> {
  return new Map(
    operation.parameters.map((parameter) => [`${parameter.in} parameter \`${parameter.name}\``, parameter]),
  );
}

function diffParameter(comparison: Comparison, place: string, part: string, was: Parameter, is: Parameter): void {
  const { list } = comparison;
  if (is.required === true && was.required !== true) {
    list.addTravelling("now-required", place, part, "is required now", NARROWS, SENT);
  }
  if (was.required === true && is.required !== true) {
    list.addTravelling("now-optional", place, part, "is no longer required", WIDENS, SENT);
  }
  if (is.deprecated === true && was.deprecated !== true) {
    list.addTravelling("now-deprecated", place, part, "deprecated", HARMLESS, SENT);
  }
  const [encodedBefore, encodedAfter] = [encoding(was), encoding(is)];
  if (encodedBefore !== encodedAfter) {
    list.addTravelling("encoding-changed", place, part, `written ${encodedBefore} → ${encodedAfter}`, BREAKS, SENT);
  }
  diffSchemas(comparison, jsonSchemaOf(was) ?? was.schema ?? {}, jsonSchemaOf(is) ?? is.schema ?? {}, {
    place,
    carrier: part,
    trail: "",
    positions: SENT,
  });
}

function encoding(parameter: Parameter): string {
  const [mediaType] = Object.keys(parameter.content ?? {});
  if (mediaType !== undefined) return `as ${mediaType}`;
  const style = parameter.style ?? (parameter.in === "query" || parameter.in === "cookie" ? "form" : "simple");
  return `in ${style} style${(parameter.explode ?? style === "form") ? ", exploded" : ""}`;
}
