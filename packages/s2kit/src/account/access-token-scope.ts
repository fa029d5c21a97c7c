import { UsageError } from "@s2kit/core";
import {
  checkAccessTokenId,
  checkAccessTokenIdPrefix,
  checkBasinName,
  checkBasinPrefix,
  checkStreamName,
  checkStreamPrefix,
  usageError,
} from "@s2kit/core/internal";
import type { components } from "@s2kit/rest";
import { checkBoolean, checkFields, checkWord } from "../calls/check-fields.js";
import { fromWireMembers, type Members, toWireMembers } from "../calls/members.js";

type Schemas = components["schemas"];

/** One operation that a token can permit. The set is open. */
export type Operation = Schemas["Operation"];

/**
 * The names that a token is for: the one that is `exact`ly so, or all that begin with `prefix`.
 * `{ exact: "" }` is none, `{ prefix: "" }` is all.
 */
export type ResourceSet =
  | { readonly exact: string; readonly prefix?: undefined }
  | { readonly prefix: string; readonly exact?: undefined };

/** What may be done with a group of operations; what is left out is not permitted. */
export interface ReadWrite {
  readonly read?: boolean | undefined;
  readonly write?: boolean | undefined;
}

/** {@link ReadWrite}, or a word for it. */
export type Permission = ReadWrite | "read" | "write" | "read-write";

/** Permissions for each level of operations. */
export interface OperationGroups<P extends Permission = Permission> {
  /** Operations on the account. */
  readonly account?: P | undefined;
  /** Operations on basins. */
  readonly basin?: P | undefined;
  /** Operations on streams. */
  readonly stream?: P | undefined;
}

/**
 * What a token permits: the operations of `opGroups` and `ops` together, on the resources that are named.
 * Name the resources of every kind: what it means to leave one out is for the service to say.
 */
export interface AccessTokenScope {
  /** Basins that it is for. */
  readonly basins?: ResourceSet | undefined;
  /** Streams that it is for, in those basins. */
  readonly streams?: ResourceSet | undefined;
  /** Access tokens that it can manage. */
  readonly accessTokens?: ResourceSet | undefined;
  /** One word is for all three levels. */
  readonly opGroups?: OperationGroups | "read" | "write" | "read-write" | undefined;
  /** Single operations, beside those of the groups. */
  readonly ops?: readonly Operation[] | undefined;
}

/** The scope of a token that exists: words are written out. */
export interface GrantedScope extends AccessTokenScope {
  readonly opGroups?: OperationGroups<ReadWrite> | undefined;
}

const READ_WRITE: Members<ReadWrite, Schemas["ReadWritePermissions"]> = {
  read: { toWire: checkBoolean },
  write: { toWire: checkBoolean },
};

const PERMISSION = { toWire: toWirePermission };

const OPERATION_GROUPS: Members<OperationGroups, Schemas["PermittedOperationGroups"]> = {
  account: PERMISSION,
  basin: PERMISSION,
  stream: PERMISSION,
};

const ACCESS_TOKEN_SCOPE: Members<AccessTokenScope, Schemas["AccessTokenScope"]> = {
  basins: { toWire: (set, field) => checkSet(set, field, checkBasinName, checkBasinPrefix) },
  streams: { toWire: (set, field) => checkSet(set, field, checkStreamName, checkStreamPrefix) },
  accessTokens: { toWire: (set, field) => checkSet(set, field, checkAccessTokenId, checkAccessTokenIdPrefix) },
  opGroups: { toWire: toWireGroups, fromWire: (groups) => fromWireMembers(groups, OPERATION_GROUPS) },
  ops: { toWire: checkOperations },
};

/** @throws `invalid_argument` */
export function toWireScope(scope: AccessTokenScope, field = "scope"): Schemas["AccessTokenScope"] {
  return toWireMembers(scope, field, ACCESS_TOKEN_SCOPE);
}

export function fromWireScope(wire: Schemas["AccessTokenScope"]): GrantedScope {
  // The service writes words out.
  return fromWireMembers(wire, ACCESS_TOKEN_SCOPE) as GrantedScope;
}

type CheckText = (value: unknown, field: string) => string;

/** Checks a set of names of one kind. The empty exact name is no name: it stands for none. */
function checkSet(set: ResourceSet, field: string, checkName: CheckText, checkPrefix: CheckText): ResourceSet {
  const { exact, prefix } = checkFields<{ readonly [Key in "exact" | "prefix"]?: unknown }>(set, field, [
    "exact",
    "prefix",
  ]);
  if ((exact === undefined) === (prefix === undefined)) {
    throw new UsageError(field, `${field} must have either exact or prefix`);
  }
  if (exact === undefined) return { prefix: checkPrefix(prefix, `${field}.prefix`) };
  return { exact: exact === "" ? "" : checkName(exact, `${field}.exact`) };
}

function toWireGroups(
  groups: NonNullable<AccessTokenScope["opGroups"]>,
  field: string,
): Schemas["PermittedOperationGroups"] {
  if (typeof groups !== "string") return toWireMembers(groups, field, OPERATION_GROUPS);
  const all = toWirePermission(groups, field);
  return { account: all, basin: all, stream: all };
}

function toWirePermission(permission: Permission, field: string): Schemas["ReadWritePermissions"] {
  switch (permission) {
    case "read":
      return { read: true };
    case "write":
      return { write: true };
    case "read-write":
      return { read: true, write: true };
  }
  if (typeof permission === "string") {
    throw usageError(field, '"read", "write", "read-write" or an object', permission);
  }
  return toWireMembers(permission, field, READ_WRITE);
}

function checkOperations(ops: readonly Operation[], field: string): Operation[] {
  if (!Array.isArray(ops)) throw usageError(field, "a list of operations", ops);
  return ops.map((op, index) => checkWord(op, `${field}[${index}]`));
}
