import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import * as operations from "../src/generated/operations.js";
import * as rest from "../src/index.js";

const names = (file: string): string[] => {
  const text = readFileSync(new URL(file, import.meta.url), "utf8");
  return [...text.matchAll(/^export (?:async function|interface|type) (\w+)/gm)].map(([, name]) => name as string);
};

describe("the package", () => {
  test("exports these values", () => {
    expect(Object.keys(rest).sort()).toEqual(
      [
        ...Object.keys(operations),
        "RestClient",
        "ServiceClient",
        "SessionClient",
        "createRestClient",
        "createServiceClient",
        "createSessionClient",
        "unwrap",
      ].sort(),
    );
  });

  test("exports every type that the generated functions need", () => {
    const index = readFileSync(new URL("../src/index.ts", import.meta.url), "utf8");
    const missing = names("../src/generated/operations.ts").filter(
      (name) => !new RegExp(`\\b${name},?$`, "m").test(index),
    );
    expect(missing).toEqual([]);
  });
});
