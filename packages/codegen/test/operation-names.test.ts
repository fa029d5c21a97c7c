import { expect, test } from "vitest";
import { collectOperations } from "../src/document/collect-operations.js";
import { camelCase, operationNames, pascalCase } from "../src/operations/operation-names.js";
import { EXACT_JSON, JSON_PARAMETERS, PREAMBLE, PREAMBLE_NAMES } from "../src/operations/preamble.js";
import { documentOf } from "./support/documents.js";

/** The names that a document's operations get, `[method path, id]` each. */
function names(...operations: [string, string?][]): string[] {
  const paths: Record<string, Record<string, object>> = {};
  for (const [label, operationId] of operations) {
    const [method = "", path = ""] = label.split(" ");
    paths[path] = {
      ...paths[path],
      [method]: { responses: {}, ...(operationId === undefined ? {} : { operationId }) },
    };
  }
  return [...operationNames(collectOperations(documentOf(paths))).values()];
}

test.each([
  ["list_streams", "listStreams"],
  ["list-streams", "listStreams"],
  ["listStreams", "listStreams"],
  ["ListStreams", "listStreams"],
  ["LIST streams", "listStreams"],
  ["get_s2_info", "getS2Info"],
  ["read", "read"],
])("an id becomes camel case: %s", (id, name) => {
  expect(camelCase(id)).toBe(name);
  expect(pascalCase(id)).toBe(name.charAt(0).toUpperCase() + name.slice(1));
});

test("an operation without an id is named after method and path", () => {
  expect(names(["get /streams/{stream}/records"], ["get /streams"], ["put /locations/default", " "])).toEqual([
    "getStreamsByStreamRecords",
    "getStreams",
    "putLocationsDefault",
  ]);
});

test("words that cannot name a function, and names the file needs itself, get a suffix", () => {
  expect(names(["delete /a", "delete"], ["get /a", "send"], ["post /a", "operation"], ["get /b", "2_fast"])).toEqual([
    "sendOperation",
    "operationOperation",
    "deleteOperation",
    "operation2Fast",
  ]);
});

test("operations that would share a name are told apart by their paths, in whatever order they come", () => {
  const operations: [string, string?][] = [
    ["get /a", "do_it"],
    ["get /b", "doIt"],
    ["get /c", "other"],
  ];
  expect(names(...operations)).toEqual(["getA", "getB", "other"]);
  expect(names(...operations.reverse())).toEqual(["other", "getB", "getA"]);
});

test("two paths that would share a name as well are numbered", () => {
  expect(names(["get /a-b"], ["get /a_b"])).toEqual(["getAB", "getAB2"]);
});

test("every function and type of the fixed part is reserved", () => {
  const fixed = PREAMBLE + JSON_PARAMETERS + EXACT_JSON;
  const declared = [...fixed.matchAll(/^(?:async )?(?:function|const) (\w+)/gm)].map(([, name]) => name);
  expect(declared.length).toBeGreaterThan(7);
  // The constant is in capitals, which no operation's name is.
  expect(declared.filter((name) => !PREAMBLE_NAMES.includes(name ?? ""))).toEqual(["JSON_TOKEN"]);
});
