import { type Operation, operationLabel } from "../document/collect-operations.js";
import type { Server } from "../document/openapi.js";
import { operationNames } from "../operations/operation-names.js";
import { diffBody, diffResponses } from "./diff-bodies.js";
import { diffParameters } from "./diff-parameters.js";
import type { Comparison } from "./diff-schemas.js";

/**
 * Reports operations that came and went, and how the others differ.
 * An operation is the same if method and path are, whatever its path parameters are called; else if its id is.
 */
export function diffOperations(comparison: Comparison, before: Operation[], after: Operation[]): void {
  const { list } = comparison;
  const [oldNames, newNames] = [operationNames(before), operationNames(after)];
  const pairs = pairUp(before, after);
  for (const [old, now] of pairs) {
    const place = operationLabel(now);
    const [oldName, newName] = [oldNames.get(old), newNames.get(now)];
    if (oldName !== newName) list.add("operation-renamed", place, "", `function ${oldName} → ${newName}`, true);
    if (address(old) !== address(now))
      list.add("operation-moved", place, "", `moved from ${operationLabel(old)}`, true);
    diffOperation(comparison, old, now);
  }
  const paired = new Set([...pairs.keys(), ...pairs.values()]);
  for (const old of before) {
    if (!paired.has(old))
      list.add("operation-removed", operationLabel(old), "", `removed (${oldNames.get(old)})`, true);
  }
  for (const now of after) {
    if (!paired.has(now)) list.add("operation-added", operationLabel(now), "", `added (${newNames.get(now)})`, false);
  }
}

/** Reports a changed address, whose variables callers have to give. */
export function diffServer(
  comparison: Comparison,
  place: string,
  before: Server | undefined,
  after: Server | undefined,
): void {
  if (before?.url === after?.url) return;
  const message = `address ${before?.url ?? "of the document"} → ${after?.url ?? "of the document"}`;
  comparison.list.add("server-changed", place, "", message, true);
}

function pairUp(before: Operation[], after: Operation[]): Map<Operation, Operation> {
  const pairs = new Map<Operation, Operation>();
  const free = new Set(after);
  for (const key of [address, (operation: Operation) => operation.id]) {
    for (const old of before) {
      if (pairs.has(old) || key(old) === undefined) continue;
      const now = [...free].find((candidate) => key(candidate) === key(old));
      if (now === undefined) continue;
      pairs.set(old, now);
      free.delete(now);
    }
  }
  return pairs;
}

function address(operation: Operation): string {
  return `${operation.method} ${operation.path.replaceAll(/\{[^{}]*\}/g, "{}")}`;
}

function diffOperation(comparison: Comparison, old: Operation, now: Operation): void {
  const { list } = comparison;
  const place = operationLabel(now);
  if (now.deprecated && !old.deprecated) list.add("now-deprecated", place, "", "deprecated", false);
  if (JSON.stringify(old.security ?? []) !== JSON.stringify(now.security ?? [])) {
    list.add("security-changed", place, "", "needs other credentials", true);
  }
  diffServer(comparison, place, old.server, now.server);
  diffParameters(comparison, place, old, now);
  diffBody(comparison, place, old, now);
  diffResponses(comparison, place, old, now);
}
