import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { DocumentError, diffApi, generate, keepProse, loadDocument, parseDocument, structureOf } from "../src/index.js";
import { documentOf, frozen, published } from "./support/documents.js";

describe("loadDocument", () => {
  test("reads a file", async () => {
    const path = new URL("fixtures/s2-0.43.4.json", import.meta.url).pathname;
    expect(await loadDocument(path)).toEqual(frozen());
  });

  test("reads a URL", async () => {
    const server = createServer((request, response) => {
      if (request.url === "/spec.json") response.end(JSON.stringify(frozen()));
      else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      expect(await loadDocument(`${origin}/spec.json`)).toEqual(frozen());
      await expect(loadDocument(`${origin}/none.json`)).rejects.toThrow(`${origin}/none.json answered 404`);
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
    await expect(loadDocument(`${origin}/spec.json`)).rejects.toThrow(DocumentError);
  });

  test("says which file it cannot read", async () => {
    await expect(loadDocument("/no/such/file.json")).rejects.toThrow(/^\/no\/such\/file.json cannot be read: ENOENT/);
  });

  test.each([
    ["openapi: 3.1.0", "x is not JSON"],
    ["[]", "x is not an OpenAPI document"],
    ['{"swagger":"2.0"}', "x must be OpenAPI 3.0 or 3.1, got null"],
    ['{"openapi":"4.0.0"}', 'x must be OpenAPI 3.0 or 3.1, got "4.0.0"'],
    ['{"openapi":"3.1.0"}', "x has no `info`"],
    ['{"openapi":"3.1.0","info":{}}', "x has no `paths`"],
  ])("refuses what is no document: %s", (text, message) => {
    expect(() => parseDocument(text, "x")).toThrow(message);
    expect(() => parseDocument(text, "x")).toThrow(DocumentError);
  });
});

describe("a document that cannot be generated faithfully is refused", () => {
  const get = (more: object) => documentOf({ "/a": { get: { responses: {}, ...more } } });
  const parameter = (more: object) => get({ parameters: [{ name: "p", in: "query", ...more }] });

  test.each([
    [
      "a reference that leads nowhere",
      get({ requestBody: { $ref: "#/components/requestBodies/B" } }),
      "is not in the document",
    ],
    ["a reference to another file", get({ requestBody: { $ref: "other.json#/B" } }), "is outside of the document"],
    [
      "a style that cannot be sent",
      parameter({ style: "pipeDelimited", schema: {} }),
      "GET /a: query parameter p has the style",
    ],
    ["a list in one piece", parameter({ explode: false, schema: { type: "array" } }), "`explode: false`"],
    ["an object that is not JSON", parameter({ schema: { type: "object" } }), "without a JSON media type"],
    ["a parameter without a name", get({ parameters: [{ in: "query" }] }), "a parameter without name or place"],
  ])("%s", async (_name, document, message) => {
    await expect(generate(document)).rejects.toThrow(message);
    await expect(generate(document)).rejects.toThrow(DocumentError);
  });

  test("a reference to itself", async () => {
    const loop = { $ref: "#/components/parameters/P" };
    const document = documentOf({ "/a": { get: { parameters: [loop], responses: {} } } }, { parameters: { P: loop } });
    await expect(generate(document)).rejects.toThrow("#/components/parameters/P refers to itself");
  });
});

test("takes schemas written as true, and leaves extensions alone", async () => {
  const document = documentOf(
    {
      "x-note": { get: { responses: {} } },
      "/a": {
        get: { operationId: "get_a", responses: { "x-note": {}, 304: {}, 200: { $ref: "#/components/responses/A" } } },
      },
    },
    {
      responses: {
        A: { description: "", content: { "application/json": { schema: { $ref: "#/components/schemas/A" } } } },
      },
      schemas: { A: { type: "object", properties: { any: true, one: { oneOf: [true, { type: "string" }] } } } },
    },
  );
  const { "operations.ts": text } = await generate(document);
  expect(text.match(/^export async function/gm)).toHaveLength(1);
  expect(text).toContain('export type GetAData = GetAOperation["responses"][200]["content"]["application/json"];');
  expect(text).toContain("export type GetAError = undefined;");
  expect(diffApi(document, keepProse(document, document)).changes).toEqual([]);
});

test("generates the same text every time, and leaves the document as it was", async () => {
  const document = frozen();
  expect(await generate(document)).toEqual(await generate(frozen()));
  expect(document).toEqual(frozen());
});

test("names the command to run in the heading of both files", async () => {
  const files = await generate(frozen(), { command: "make api" });
  for (const text of Object.values(files)) expect(text).toMatch(/^\/\/ Generated from .* by `make api`\. Do not edit/);
});

describe("structureOf", () => {
  test("leaves nothing for people, and everything for programs", () => {
    const document = documentOf(
      { "/a": { summary: "s", get: { description: "d", responses: { 200: { description: "d" } } } } },
      {
        schemas: {
          title: {
            title: "t",
            type: "object",
            properties: { description: { type: "string", description: "d", default: { title: "kept" } }, examples: {} },
            required: ["description"],
            examples: [1],
          },
        },
      },
    );
    expect(structureOf({ ...document, info: { ...document.info, license: {}, description: "d" } })).toEqual({
      openapi: "3.1.0",
      info: { title: "", version: "1" },
      paths: { "/a": { get: { responses: { 200: {} } } } },
      components: {
        schemas: {
          title: {
            type: "object",
            properties: { description: { type: "string", default: { title: "kept" } }, examples: {} },
            required: ["description"],
          },
        },
      },
    });
  });
});

describe("keepProse", () => {
  test("gives a document without prose all of the prose of its like", () => {
    const kept = keepProse(published(), structureOf(published()));
    // As text, because the order of things is kept too.
    expect(JSON.stringify(kept)).toBe(JSON.stringify(published()));
  });

  test("leaves nothing without a word", () => {
    const bare = frozen();
    const described = keepProse(bare, bare);
    expect(described.paths["/streams"]?.post).toMatchObject({
      summary: "Create stream",
      description: "Create stream.",
    });
    expect(described.components?.schemas?.["ReadEvent"]?.oneOf?.[0]?.properties).toMatchObject({
      event: { description: "Event." },
    });
    expect(structureOf(described)).toEqual(bare);
  });

  test("changes nothing but prose", () => {
    const kept = keepProse(published(), frozen());
    expect(structureOf(kept)).toEqual(structureOf(frozen()));
    expect(diffApi(frozen(), kept).changes).toEqual([]);
  });

  test("prefers what is known, takes what is new, and fills what nobody described", () => {
    const property = (description: string) => ({ type: "string", description });
    const known = documentOf(
      { "/a": { get: { summary: "Known.", parameters: [{ name: "old", in: "query", description: "Old." }] } } },
      { schemas: { S: { description: "Ours.", properties: { a: property("Ours.") } } } },
    );
    const document = documentOf(
      {
        "/a": {
          get: {
            operationId: "get_it",
            summary: "Theirs.",
            parameters: [
              { name: "new_one", in: "query" },
              { name: "old", in: "query", description: "Theirs." },
              { name: "old", in: "header", description: "Theirs." },
            ],
            responses: { 404: { description: "" }, 799: {} },
          },
        },
      },
      {
        schemas: {
          S: {
            description: "Theirs.",
            properties: { a: {}, b: property("Theirs."), c_d: { $ref: "#/components/schemas/S" } },
          },
        },
      },
    );
    expect(keepProse(known, { ...document, info: { title: "Theirs", version: "2" } })).toMatchObject({
      info: { title: "Test", version: "2" },
      paths: {
        "/a": {
          get: {
            summary: "Known.",
            description: "Get it.",
            parameters: [{ description: "New one." }, { description: "Old." }, { description: "Theirs." }],
            responses: { 404: { description: "Not Found." }, 799: { description: "Status 799." } },
          },
        },
      },
      components: {
        schemas: {
          S: {
            description: "Ours.",
            properties: { a: { description: "Ours." }, b: { description: "Theirs." }, c_d: { description: "C d." } },
          },
        },
      },
    });
  });
});
