import { describe, expect, test } from "vitest";
import type { OpenApiDocument, Schema } from "../src/document/openapi.js";
import { type ApiChange, diffApi, formatApiDiff, generate } from "../src/index.js";
import { ALTERATIONS } from "./support/alterations.js";
import { documentOf, frozen, published, unusual } from "./support/documents.js";

describe("golden diffs", () => {
  test.each(Object.entries(ALTERATIONS))("read as recorded: %s", async (name, alter) => {
    const diff = diffApi(frozen(), alter());
    await expect(formatApiDiff(diff)).toMatchFileSnapshot(`golden/${name}/api-diff.txt`);
    await expect(`${JSON.stringify(diff, null, 2)}\n`).toMatchFileSnapshot(`golden/${name}/api-diff.json`);
  });

  test.each(Object.entries(ALTERATIONS))("are the mirror image backwards: %s", (_name, alter) => {
    const places = (changes: readonly ApiChange[]) =>
      new Set(changes.filter(({ kind }) => kind !== "now-deprecated").map(({ place }) => place));
    const [there, back] = [diffApi(frozen(), alter()), diffApi(alter(), frozen())];
    expect(places(back.changes)).toEqual(places(there.changes));
  });
});

test.each([
  ["published", published],
  ["frozen", frozen],
  ["unusual", unusual],
])("finds nothing between a document and itself: %s", (_name, document) => {
  const diff = diffApi(document(), document());
  expect(diff).toEqual({ breaking: false, changes: [] });
  expect(formatApiDiff(diff)).toBe("No changes in the API.\n");
});

test("finds nothing when only prose, or the order of things, differs", () => {
  const reordered = structuredClone(frozen());
  reordered.paths = Object.fromEntries(Object.entries(reordered.paths).reverse());
  const schemas = reordered.components?.schemas ?? {};
  for (const schema of Object.values(schemas)) {
    schema.description = "New words.";
    schema.required?.reverse();
    schema.enum?.reverse();
  }
  reordered.components = { ...reordered.components, schemas: Object.fromEntries(Object.entries(schemas).reverse()) };
  expect(diffApi(frozen(), reordered).changes).toEqual([]);
});

test("does not depend on the order in which things are written", () => {
  const alter = ALTERATIONS["schema-changed"];
  const reversed = (document: OpenApiDocument): OpenApiDocument => ({
    ...document,
    paths: Object.fromEntries(Object.entries(document.paths).reverse()),
    components: {
      ...document.components,
      schemas: Object.fromEntries(Object.entries(document.components?.schemas ?? {}).reverse()),
    },
  });
  if (alter === undefined) throw new Error("no such alteration");
  expect(diffApi(reversed(frozen()), reversed(alter()))).toEqual(diffApi(frozen(), alter()));
});

type Place = "sent" | "received" | "both" | "unused";

/** A document with one schema `S` that travels in the given direction. */
function carrying(schema: Schema, place: Place): OpenApiDocument {
  const content = { "application/json": { schema: { $ref: "#/components/schemas/S" } } };
  const sends = place === "sent" || place === "both";
  const receives = place === "received" || place === "both";
  const operation = {
    ...(sends ? { requestBody: { required: true, content } } : {}),
    responses: { 200: { description: "", ...(receives ? { content } : {}) } },
  };
  return documentOf({ "/s": { post: operation } }, { schemas: { S: schema } });
}

/** For each direction, whether the change from one schema to the other breaks; and the kinds of change found. */
function verdict(before: Schema, after: Schema) {
  const diffs = (["sent", "received", "both", "unused"] as const).map((place) => {
    return diffApi(carrying(before, place), carrying(after, place));
  });
  const [sent, received, both, unused] = diffs.map((diff) => diff.breaking);
  const kinds = [...new Set(diffs.flatMap((diff) => diff.changes.map((change) => change.kind)))];
  // What goes both ways must not break either side, and what nobody uses breaks nobody.
  expect([both, unused]).toEqual([sent || received, false]);
  return { kinds: kinds.sort(), sent, received };
}

const object = (properties: Record<string, Schema>, required: string[] = []): Schema => ({
  type: "object",
  properties,
  required,
});
const text: Schema = { type: "string" };

describe("a schema change breaks who sends or who receives", () => {
  const NARROWS = { sent: true, received: false };
  const WIDENS = { sent: false, received: true };
  const BREAKS = { sent: true, received: true };
  const HARMLESS = { sent: false, received: false };
  const tag = (name: string, more: Record<string, Schema> = {}) =>
    object({ kind: { type: "string", enum: [name] }, ...more }, ["kind", ...Object.keys(more)]);

  test.each<[string, Schema, Schema, string[], { sent: boolean; received: boolean }]>([
    ["optional property added", object({}), object({ a: text }), ["property-added"], HARMLESS],
    ["required property added", object({}), object({ a: text }, ["a"]), ["property-added"], NARROWS],
    ["property removed", object({ a: text }), object({}), ["property-removed"], BREAKS],
    ["property now required", object({ a: text }), object({ a: text }, ["a"]), ["now-required"], NARROWS],
    ["property now optional", object({ a: text }, ["a"]), object({ a: text }), ["now-optional"], WIDENS],
    ["now nullable", text, { type: ["string", "null"] }, ["now-nullable"], WIDENS],
    ["never null again", { oneOf: [{ type: "null" }, text] }, text, ["never-null"], NARROWS],
    ["nullable spelled otherwise", { type: ["string", "null"] }, { type: "string", nullable: true }, [], HARMLESS],
    ["type changed", text, { type: "integer" }, ["type-changed"], BREAKS],
    ["type widened", { type: "integer" }, { type: "number" }, ["type-changed"], WIDENS],
    ["type narrowed", { type: ["string", "boolean"] }, text, ["type-changed"], NARROWS],
    ["union became text", { oneOf: [object({ a: text }, ["a"]), object({}, ["b"])] }, text, ["type-changed"], BREAKS],
    ["anything became text", {}, text, ["type-changed"], NARROWS],
    [
      "wider integer",
      { type: "integer", format: "int32" },
      { type: "integer", format: "int64" },
      ["format-changed"],
      WIDENS,
    ],
    ["narrower integer", { type: "integer", format: "int64" }, { type: "integer" }, ["format-changed"], NARROWS],
    [
      "format of no consequence",
      { type: "integer" },
      { type: "integer", format: "int32" },
      ["format-changed"],
      HARMLESS,
    ],
    ["text with a format", text, { type: "string", format: "date-time" }, ["format-changed"], NARROWS],
    ["text without a format", { type: "string", format: "date-time" }, text, ["format-changed"], WIDENS],
    [
      "another text format",
      { type: "string", format: "date" },
      { type: "string", format: "uuid" },
      ["format-changed"],
      BREAKS,
    ],
    [
      "value added",
      { type: "string", enum: ["a"] },
      { type: "string", enum: ["a", "b"] },
      ["enum-value-added"],
      HARMLESS,
    ],
    [
      "value removed",
      { type: "string", enum: ["a", "b"] },
      { type: "string", enum: ["a"] },
      ["enum-value-removed"],
      NARROWS,
    ],
    ["enumeration opened", { type: "string", enum: ["a"] }, text, ["enum-opened"], HARMLESS],
    ["enumeration closed", text, { type: "string", enum: ["a"] }, ["enum-closed"], NARROWS],
    [
      "enumeration spelled as constants",
      { type: "string", enum: ["a", "b"] },
      { oneOf: [{ const: "a" }, { type: "string", enum: ["b"] }] },
      [],
      HARMLESS,
    ],
    ["maximum lowered", { type: "integer", maximum: 9 }, { type: "integer", maximum: 5 }, ["bound-changed"], NARROWS],
    ["maximum raised", { type: "integer", maximum: 5 }, { type: "integer", maximum: 9 }, ["bound-changed"], WIDENS],
    ["minimum lowered", { type: "integer", minimum: 5 }, { type: "integer", minimum: 1 }, ["bound-changed"], WIDENS],
    ["minimum raised", { type: "integer", minimum: 1 }, { type: "integer", minimum: 5 }, ["bound-changed"], NARROWS],
    ["length limited", text, { type: "string", maxLength: 5 }, ["bound-changed"], NARROWS],
    ["length no longer limited", { type: "string", minLength: 5 }, text, ["bound-changed"], WIDENS],
    ["another pattern", { type: "string", pattern: "a" }, { type: "string", pattern: "b" }, ["bound-changed"], BREAKS],
    ["another default", { type: "integer", default: 1 }, { type: "integer", default: 2 }, ["default-changed"], NARROWS],
    ["a default stated", { type: "integer" }, { type: "integer", default: 2 }, ["default-changed"], HARMLESS],
    [
      "a reference deprecated",
      object({ a: { $ref: "#/components/schemas/S" } }),
      object({ a: { $ref: "#/components/schemas/S", deprecated: true } }),
      ["now-deprecated"],
      HARMLESS,
    ],
    ["deprecated", text, { type: "string", deprecated: true }, ["now-deprecated"], HARMLESS],
    ["items", { type: "array", items: text }, { type: "array", items: { type: "number" } }, ["type-changed"], BREAKS],
    [
      "longer tuple",
      { type: "array", prefixItems: [text] },
      { type: "array", prefixItems: [text, text] },
      ["type-changed"],
      BREAKS,
    ],
    [
      "inside of a tuple",
      { type: "array", prefixItems: [text] },
      { type: "array", prefixItems: [{ type: "null" }] },
      ["now-nullable", "type-changed"],
      BREAKS,
    ],
    [
      "further properties refused",
      object({}),
      { ...object({}), additionalProperties: false },
      ["type-changed"],
      NARROWS,
    ],
    ["further properties taken", { ...object({}), additionalProperties: false }, object({}), ["type-changed"], WIDENS],
    [
      "further properties of another type",
      { additionalProperties: text },
      { additionalProperties: { type: "number" } },
      ["type-changed"],
      BREAKS,
    ],
    [
      "alternative added",
      { oneOf: [tag("a"), tag("b")] },
      { oneOf: [tag("c"), tag("b"), tag("a")] },
      ["alternative-added"],
      WIDENS,
    ],
    [
      "alternative removed",
      { oneOf: [tag("a"), tag("b"), tag("c")] },
      { oneOf: [tag("c"), tag("a")] },
      ["alternative-removed"],
      NARROWS,
    ],
    [
      "inside of an alternative",
      { oneOf: [tag("a"), tag("b")] },
      { oneOf: [tag("a", { x: text }), tag("b")] },
      ["property-added"],
      NARROWS,
    ],
    [
      "split into parts",
      object({ a: text, b: text }, ["b"]),
      { allOf: [object({ a: text }), object({ b: text }, ["b"])] },
      [],
      HARMLESS,
    ],
  ])("%s", (_name, before, after, kinds, breaking) => {
    expect(verdict(before, after)).toEqual({ kinds, ...breaking });
  });
});

const self: Schema = { $ref: "#/components/schemas/S" };

test.each<[string, Schema]>([
  ["plainly", self],
  ["with something added", { ...self, default: {} }],
  ["in a part", { allOf: [self, { type: "object" }] }],
])("a change inside of a schema that contains itself is found once, however it does: %s", (_name, child) => {
  const node = (extra: Record<string, Schema>): Schema =>
    object({ children: { type: "array", items: child }, ...extra });
  const { changes } = diffApi(carrying(node({}), "sent"), carrying(node({ a: text }), "sent"));
  expect(changes.filter(({ part }) => part === "property `a`")).toHaveLength(1);
});

test("a renamed schema is compared with its successor where it is used", () => {
  const uses = (name: string, schema: Schema) => {
    const inner = object({ inner: { $ref: `#/components/schemas/${name}` } });
    return { ...carrying(inner, "received"), components: { schemas: { S: inner, [name]: schema } } };
  };
  const diff = diffApi(uses("Old", object({ a: text })), uses("New", object({ a: { type: "number" } })));
  expect(formatApiDiff(diff)).toContain("property `inner.a`: string → number");
  expect(diff.changes.map(({ kind }) => kind)).toEqual(["schema-added", "schema-removed", "type-changed"]);
});

test("a property may be called like something that every object has", () => {
  const diff = diffApi(carrying(object({}), "sent"), carrying(object({ constructor: text }, ["constructor"]), "sent"));
  expect(diff.changes).toMatchObject([{ kind: "property-added", part: "property `constructor`", breaking: true }]);
});

test("what stands beside a reference counts", () => {
  const using = (property: Schema) => {
    const schemas = { S: object({ a: property }), T: { type: "integer", default: 1 } };
    return { ...carrying(schemas.S, "sent"), components: { schemas } };
  };
  const reference = { $ref: "#/components/schemas/T" };
  expect(diffApi(using(reference), using({ ...reference, default: 2 })).changes).toMatchObject([
    { kind: "default-changed", place: "schema S", part: "property `a`", message: "default 1 → 2", breaking: true },
  ]);
});

describe("an operation change", () => {
  const base = {
    operationId: "get_it",
    parameters: [{ name: "id", in: "path", required: true, schema: text }],
    responses: { 200: { description: "" } },
  };
  const changes = (before: object, after: object, path = "/it/{id}") => {
    const diff = diffApi(documentOf({ "/it/{id}": { get: before } }), documentOf({ [path]: { get: after } }));
    return diff.changes.map(({ kind, breaking }) => (breaking ? `${kind}!` : kind));
  };
  const query = (more: object) => ({
    ...base,
    parameters: [...base.parameters, { name: "q", in: "query", schema: text, ...more }],
  });
  const content = { "application/json": { schema: text } };
  const body = (more: object) => ({ ...base, requestBody: { content, ...more } });
  const answering = (responses: object) => ({ ...base, responses });

  test.each<[string, object, object, string[]]>([
    ["function renamed", base, { ...base, operationId: "fetch_it" }, ["operation-renamed!"]],
    ["deprecated", base, { ...base, deprecated: true }, ["now-deprecated"]],
    ["other credentials", base, { ...base, security: [{ token: [] }] }, ["security-changed!"]],
    ["address of its own", base, { ...base, servers: [{ url: "https://x.test" }] }, ["server-changed!"]],
    ["optional parameter added", base, query({}), ["parameter-added"]],
    ["required parameter added", base, query({ required: true }), ["parameter-added!"]],
    ["parameter removed", query({}), base, ["parameter-removed!"]],
    ["parameter now required", query({}), query({ required: true }), ["now-required!"]],
    ["parameter no longer required", query({ required: true }), query({}), ["now-optional"]],
    ["parameter moved", query({}), query({ in: "header" }), ["parameter-added", "parameter-removed!"]],
    ["parameter deprecated", query({}), query({ deprecated: true }), ["now-deprecated"]],
    ["parameter of another type", query({}), query({ schema: { type: "number" } }), ["type-changed!"]],
    ["parameter as JSON", query({}), query({ schema: undefined, content }), ["encoding-changed!"]],
    ["parameter in another style", query({}), query({ explode: false }), ["encoding-changed!"]],
    ["body added", base, body({}), ["body-added"]],
    ["required body added", base, body({ required: true }), ["body-added!"]],
    ["body removed", body({}), base, ["body-removed!"]],
    ["body now required", body({}), body({ required: true }), ["now-required!"]],
    ["body no longer required", body({ required: true }), body({}), ["now-optional"]],
    [
      "body in another form",
      body({}),
      body({ content: { "text/plain": {} } }),
      ["media-type-added", "media-type-removed!"],
    ],
    ["error added", base, answering({ 200: {}, 404: {} }), ["response-added"]],
    ["success with other data added", base, answering({ 200: {}, 201: { content } }), ["response-added!"]],
    [
      "success with the same data added",
      answering({ 200: { content } }),
      answering({ 200: { content }, 201: { content } }),
      ["response-added"],
    ],
    ["error removed", answering({ 200: {}, 404: {} }), base, ["response-removed"]],
    ["success removed", answering({ 200: {}, 201: {} }), base, ["response-removed!"]],
    ["answer in another form too", base, answering({ 200: { content } }), ["media-type-added"]],
    ["answer no longer in a form", answering({ 200: { content } }), base, ["media-type-removed!"]],
    [
      "header of an answer removed",
      answering({ 200: { headers: { h: { schema: text } } } }),
      base,
      ["header-removed!"],
    ],
    ["header of an answer added", base, answering({ 200: { headers: { h: { schema: text } } } }), ["header-added"]],
  ])("is found: %s", (_name, before, after, expected) => {
    expect(changes(before, after)).toEqual(expected);
  });

  test("is a removal and an addition when nothing stays", () => {
    expect(changes(base, { ...base, operationId: "other" }, "/other/{id}")).toEqual([
      "operation-removed!",
      "operation-added",
    ]);
  });

  test("is a move when the id stays", () => {
    expect(changes(base, base, "/moved/{id}")).toEqual(["operation-moved!"]);
  });

  test("is about the parameter when only its name in the path differs", () => {
    const renamed = { ...base, parameters: [{ name: "key", in: "path", required: true, schema: text }] };
    expect(changes(base, renamed, "/it/{key}")).toEqual(["parameter-removed!", "parameter-added!"]);
  });
});

test("the address of the document is compared", () => {
  const before = { ...frozen(), servers: [{ url: "https://old.test" }] };
  expect(formatApiDiff(diffApi(before, frozen()))).toBe(
    "1 breaking change, 0 other changes.\n\nBreaking:\n  document\n    address https://old.test → https://a.s2.dev/v1\n",
  );
});

test("what the diff calls harmless leaves functions and their options as they were", async () => {
  const before = await generate(frozen());
  const added = frozen();
  const limit = added.components?.schemas?.["StreamInfo"]?.properties;
  if (limit !== undefined) limit["extra"] = text;
  expect(diffApi(frozen(), added).breaking).toBe(false);
  expect((await generate(added))["operations.ts"]).toBe(before["operations.ts"]);
});
