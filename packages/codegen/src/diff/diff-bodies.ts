import type { Operation } from "../document/collect-operations.js";
import type { MediaType, Response, ResponseHeader } from "../document/openapi.js";
import { resolveReference } from "../document/resolve-reference.js";
import type { Position } from "./api-diff.js";
import { BREAKS, HARMLESS, NARROWS, RECEIVED, SENT, WIDENS } from "./change-list.js";
import { type Comparison, diffSchemas } from "./diff-schemas.js";

/** Reports how the request bodies of an operation differ. */
export function diffBody(comparison: Comparison, place: string, old: Operation, now: Operation): void {
  const { list } = comparison;
  const [was, is] = [old.body, now.body];
  const part = "request body";
  if (was === undefined || is === undefined) {
    if (was !== undefined) list.addTravelling("body-removed", place, part, "removed", BREAKS, SENT);
    if (is !== undefined) {
      const required = is.required === true;
      const message = required ? "added, required" : "added";
      list.addTravelling("body-added", place, part, message, required ? NARROWS : HARMLESS, SENT);
    }
    return;
  }
  if (is.required === true && was.required !== true) {
    list.addTravelling("now-required", place, part, "is required now", NARROWS, SENT);
  }
  if (was.required === true && is.required !== true) {
    list.addTravelling("now-optional", place, part, "is no longer required", WIDENS, SENT);
  }
  diffContent(comparison, place, part, was.content, is.content, SENT);
}

/** Reports statuses that came and went, and how the answers of the others differ. */
export function diffResponses(comparison: Comparison, place: string, old: Operation, now: Operation): void {
  const { list } = comparison;
  for (const [status, was] of old.responses) {
    const is = now.responses.get(status);
    const part = `response ${status}`;
    if (is !== undefined) {
      diffContent(comparison, place, part, was.content ?? {}, is.content ?? {}, RECEIVED);
      diffHeaders(comparison, place, part, was, is);
    } else {
      // An error that is no longer documented may still come; a success that callers wait for may not.
      const effect = isSuccess(status) ? BREAKS : HARMLESS;
      list.addTravelling("response-removed", place, part, "removed", effect, RECEIVED);
    }
  }
  const known = new Set([...old.responses].filter(([status]) => isSuccess(status)).map(([, was]) => dataOf(was)));
  for (const [status, is] of now.responses) {
    if (old.responses.has(status)) continue;
    // Data of another type comes to callers that do not expect it.
    const effect = isSuccess(status) && !known.has(dataOf(is)) ? BREAKS : HARMLESS;
    list.addTravelling("response-added", place, `response ${status}`, "added", effect, RECEIVED);
  }
}

function isSuccess(status: string): boolean {
  return status.startsWith("2");
}

/** What tells one type of `data` from another; alike for an answer without a body. */
function dataOf({ content = {} }: Response): string {
  return JSON.stringify(content["application/json"]?.schema ?? content);
}

function diffContent(
  comparison: Comparison,
  place: string,
  part: string,
  before: Record<string, MediaType>,
  after: Record<string, MediaType>,
  positions: readonly Position[],
): void {
  const { list } = comparison;
  for (const [mediaType, was] of Object.entries(before)) {
    const is = after[mediaType];
    if (is === undefined) {
      list.addTravelling("media-type-removed", place, part, `${mediaType} was removed`, BREAKS, positions);
      continue;
    }
    const carrier = mediaType === "application/json" ? part : `${part} as ${mediaType}`;
    diffSchemas(comparison, was.schema ?? {}, is.schema ?? {}, { place, carrier, trail: "", positions });
  }
  for (const mediaType of Object.keys(after)) {
    if (before[mediaType] !== undefined) continue;
    list.addTravelling("media-type-added", place, part, `${mediaType} was added`, HARMLESS, positions);
  }
}

function diffHeaders(comparison: Comparison, place: string, part: string, was: Response, is: Response): void {
  const { list } = comparison;
  const [before, after] = [was.headers ?? {}, is.headers ?? {}];
  for (const [name, header] of Object.entries(before)) {
    const carrier = `header \`${name}\` of ${part}`;
    const now = after[name];
    if (now === undefined) {
      list.addTravelling("header-removed", place, carrier, "removed", BREAKS, RECEIVED);
      continue;
    }
    const oldSchema = resolveReference<ResponseHeader>(comparison.before, header).schema ?? {};
    const newSchema = resolveReference<ResponseHeader>(comparison.after, now).schema ?? {};
    diffSchemas(comparison, oldSchema, newSchema, { place, carrier, trail: "", positions: RECEIVED });
  }
  for (const name of Object.keys(after)) {
    if (before[name] !== undefined) continue;
    list.addTravelling("header-added", place, `header \`${name}\` of ${part}`, "added", HARMLESS, RECEIVED);
  }
}
