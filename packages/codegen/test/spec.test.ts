import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { collectOperations, operationLabel } from "../src/document/collect-operations.js";
import { eachSchema } from "../src/document/each-schema.js";
import { generate, structureOf } from "../src/index.js";
import { published, recorded } from "./support/documents.js";

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");

describe("spec/openapi.json", () => {
  test("has exactly the recorded structure", () => {
    expect(structureOf(published())).toEqual(recorded());
  });

  test("is formatted as update-spec formats it", () => {
    expect(read("spec/openapi.json")).toBe(`${JSON.stringify(published(), null, 2)}\n`);
  });

  test("describes every operation, parameter, body and answer", () => {
    const silent: string[] = [];
    const check = (place: string, description: string | undefined) => {
      if (!description?.trim()) silent.push(place);
    };
    for (const operation of collectOperations(published())) {
      const place = operationLabel(operation);
      check(place, operation.summary);
      check(place, operation.description);
      for (const parameter of operation.parameters) check(`${place} ${parameter.name}`, parameter.description);
      if (operation.body !== undefined) check(`${place} body`, operation.body.description);
      for (const [status, response] of operation.responses) check(`${place} ${status}`, response.description);
    }
    expect(silent).toEqual([]);
  });

  test("describes every named schema and every property", () => {
    const silent: string[] = [];
    for (const [name, schema] of Object.entries(published().components?.schemas ?? {})) {
      if (!schema.description?.trim()) silent.push(name);
    }
    eachSchema(published(), (schema) => {
      for (const [name, property] of Object.entries(schema.properties ?? {})) {
        if (!property.description?.trim()) silent.push(name);
      }
    });
    expect(silent).toEqual([]);
  });
});

test.each(["schema.ts", "operations.ts"] as const)("rest/src/generated/%s is what the spec generates", async (name) => {
  const files = await generate(published(), { json: "@s2kit/core/internal" });
  expect(files[name] === read(`packages/rest/src/generated/${name}`), "run `pnpm generate`").toBe(true);
});

test("spec/s2.proto has S2's messages and field numbers", () => {
  const text = read("spec/s2.proto").replaceAll(/\/\/.*$/gm, "");
  expect(text).toMatch(/^\s*syntax = "proto3";\s+package s2\.v1;/);
  const messages: Record<string, string[]> = {};
  for (const [, name = "", body = ""] of text.matchAll(/message (\w+) \{([^}]*)\}/g)) {
    const fields = [...body.matchAll(/((?:repeated |optional )?\w+) (\w+) = (\d+);/g)];
    messages[name] = fields.map(([, type, field, number]) => `${number} ${type} ${field}`);
  }
  expect(messages).toEqual({
    StreamPosition: ["1 uint64 seq_num", "2 uint64 timestamp"],
    Header: ["1 bytes name", "2 bytes value"],
    AppendRecord: ["1 optional uint64 timestamp", "2 repeated Header headers", "3 bytes body"],
    AppendInput: [
      "1 repeated AppendRecord records",
      "2 optional uint64 match_seq_num",
      "3 optional string fencing_token",
    ],
    AppendAck: ["1 StreamPosition start", "2 StreamPosition end", "3 StreamPosition tail"],
    SequencedRecord: ["1 uint64 seq_num", "2 uint64 timestamp", "3 repeated Header headers", "4 bytes body"],
    ReadBatch: ["1 repeated SequencedRecord records", "2 optional StreamPosition tail"],
  });
});
