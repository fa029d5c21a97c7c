import { readFileSync } from "node:fs";
import { type OpenApiDocument, parseDocument } from "../../src/index.js";

const FIXTURES = new URL("../fixtures/", import.meta.url);

/** S2's document as of s2-lite 0.43.4 without prose. It stays as it is, whatever becomes of `spec/openapi.json`. */
export const frozen = (): OpenApiDocument => read(new URL("s2-0.43.4.json", FIXTURES));

/** What `spec/openapi.json` must be equal to, prose aside. */
export const recorded = (): OpenApiDocument => read(new URL("structure.json", FIXTURES));

/** A small document that is written in ways S2's is not. */
export const unusual = (): OpenApiDocument => read(new URL("unusual.json", FIXTURES));

export const published = (): OpenApiDocument => read(new URL("../../../../spec/openapi.json", import.meta.url));

/** The smallest document around some paths and components. */
export function documentOf(paths: unknown, components: unknown = {}): OpenApiDocument {
  const info = { title: "Test", version: "1" };
  return { openapi: "3.1.0", info, paths, components } as unknown as OpenApiDocument;
}

function read(url: URL): OpenApiDocument {
  return parseDocument(readFileSync(url, "utf8"), url.pathname);
}
