import type { Operation } from "../document/collect-operations.js";
import { PREAMBLE_NAMES } from "./preamble.js";

/** Words that cannot name a function in a module. */
const RESERVED =
  "arguments await break case catch class const continue debugger default delete do else enum eval export extends " +
  "false finally for function if implements import in instanceof interface let new null package private protected " +
  "public return static super switch this throw true try typeof undefined var void while with yield";

/** Names whose types would be `CallOptions`, `OperationResult` and `RequestOptions`. */
const TAKEN_BY_TYPES = "call operation request";

const TAKEN = new Set([...RESERVED.split(" "), ...TAKEN_BY_TYPES.split(" "), ...PREAMBLE_NAMES]);

/**
 * Gives every operation the name of its function: the operation id in camel case; without an id, method and path.
 * A name that is a reserved word, or needed by the generated file itself, gets `Operation` appended.
 * Two operations that would share a name are told apart by method and path, so that the order never matters.
 */
export function operationNames(operations: readonly Operation[]): Map<Operation, string> {
  const wanted = new Map(operations.map((operation) => [operation, nameOf(operation)]));
  const counts = new Map<string, number>();
  for (const name of wanted.values()) counts.set(name, (counts.get(name) ?? 0) + 1);
  const names = new Map<Operation, string>();
  const used = new Set([...counts].filter(([, count]) => count === 1).map(([name]) => name));
  for (const [operation, name] of wanted) {
    names.set(operation, counts.get(name) === 1 ? name : unused(nameFromPath(operation), used));
  }
  return names;
}

/** `list_streams`, `list-streams` and `listStreams` become `listStreams`. */
export function camelCase(text: string): string {
  const [first = "", ...rest] = words(text);
  return [first.toUpperCase() === first ? first.toLowerCase() : lowerFirst(first), ...rest.map(upperFirst)].join("");
}

/** `list_streams` becomes `ListStreams`. */
export function pascalCase(text: string): string {
  return upperFirst(camelCase(text));
}

function nameOf(operation: Operation): string {
  const name = operation.id === undefined ? "" : camelCase(operation.id);
  return name === "" ? nameFromPath(operation) : allowed(name);
}

/** `GET /streams/{stream}` becomes `getStreamsByStream`. */
function nameFromPath(operation: Operation): string {
  return allowed(camelCase(`${operation.method} ${operation.path.replaceAll("{", " by ")}`));
}

function allowed(name: string): string {
  if (TAKEN.has(name)) return `${name}Operation`;
  return /^\d/.test(name) ? `operation${name}` : name;
}

function unused(name: string, used: Set<string>): string {
  let candidate = name;
  for (let suffix = 2; used.has(candidate); suffix++) candidate = `${name}${suffix}`;
  used.add(candidate);
  return candidate;
}

function words(text: string): string[] {
  return text.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
}

function upperFirst(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function lowerFirst(word: string): string {
  return word.charAt(0).toLowerCase() + word.slice(1);
}
