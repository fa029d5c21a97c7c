import { parseAccessTokenId, parseBasinName, parseStreamName } from "../model/names.js";
import { asArray, asBoolean, asObject, asOneOf, defaulted, optional } from "../wire/json-fields.js";
import type { JsonObject, JsonValue } from "../wire/json-parse.js";
import type { WritableJson } from "../wire/json-write.js";
import { OPERATIONS, type Operation, type OperationKind, type OperationLevel, operationsOf } from "./operation.js";
import { covers, EVERYTHING, NOTHING, parseResourceSet, type ResourceSet, resourceSetJson } from "./resource-set.js";

/** What a token may do, and to what. A set that is not given permits none of its kind. */
export interface Scope {
  readonly basins: ResourceSet | undefined;
  readonly streams: ResourceSet | undefined;
  readonly accessTokens: ResourceSet | undefined;
  /** What is written for each group; undefined where the token was issued without it. */
  readonly groups: Readonly<Partial<Record<OperationLevel, Readonly<Record<OperationKind, boolean>>>>> | undefined;
  readonly operations: readonly Operation[] | undefined;
  /** All permitted operations: those of the groups and the single ones together. */
  readonly permitted: ReadonlySet<Operation>;
}

const LEVELS: readonly OperationLevel[] = ["account", "basin", "stream"];
const KINDS: readonly OperationKind[] = ["read", "write"];

/** The scope of whoever is not restricted at all. */
export const FULL_SCOPE: Scope = {
  basins: EVERYTHING,
  streams: EVERYTHING,
  accessTokens: EVERYTHING,
  groups: undefined,
  operations: undefined,
  permitted: new Set(OPERATIONS),
};

/** @throws `FormatError` when the shape is wrong or an operation unknown. */
export function parseScope(value: JsonValue, field: string): Scope {
  const object = asObject(value, field);
  const groups = optional(object, "op_groups", asGroups);
  const operations = optional(object, "ops", asArray)?.map((item) => asOneOf(...OPERATIONS)(item, "ops"));
  const fromGroups = LEVELS.flatMap((level) =>
    KINDS.flatMap((kind) => (groups?.[level]?.[kind] ? operationsOf(level, kind) : [])),
  );
  return {
    basins: optional(object, "basins", (set, name) => parseResourceSet(set, name, parseBasinName)),
    streams: optional(object, "streams", (set, name) => parseResourceSet(set, name, parseStreamName)),
    accessTokens: optional(object, "access_tokens", (set, name) => parseResourceSet(set, name, parseAccessTokenId)),
    groups,
    operations,
    permitted: new Set([...fromGroups, ...(operations ?? [])]),
  };
}

export function scopeJson({ basins, streams, accessTokens, groups, operations }: Scope): WritableJson {
  return {
    basins: basins === undefined ? null : resourceSetJson(basins),
    streams: streams === undefined ? null : resourceSetJson(streams),
    access_tokens: accessTokens === undefined ? null : resourceSetJson(accessTokens),
    op_groups:
      groups === undefined
        ? null
        : Object.fromEntries(LEVELS.map((level) => [level, groups[level] === undefined ? null : groups[level]])),
    ops: operations ?? null,
  };
}

/** Whether a token with the scope `inner` could do nothing that `outer` forbids. */
export function scopeCovers(outer: Scope, inner: Scope): boolean {
  return (
    [...inner.permitted].every((operation) => outer.permitted.has(operation)) &&
    covers(outer.basins ?? NOTHING, inner.basins ?? NOTHING) &&
    covers(outer.streams ?? NOTHING, inner.streams ?? NOTHING) &&
    covers(outer.accessTokens ?? NOTHING, inner.accessTokens ?? NOTHING)
  );
}

function asGroups(value: JsonValue, field: string): NonNullable<Scope["groups"]> {
  const object = asObject(value, field);
  const groups: Partial<Record<OperationLevel, Record<OperationKind, boolean>>> = {};
  for (const level of LEVELS) {
    const permissions = optional(object, level, asObject);
    if (permissions !== undefined) groups[level] = readWrite(permissions);
  }
  return groups;
}

function readWrite(object: JsonObject): Record<OperationKind, boolean> {
  return {
    read: defaulted(object, "read", asBoolean, false),
    write: defaulted(object, "write", asBoolean, false),
  };
}
