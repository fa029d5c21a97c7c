import { format, inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { TransportError } from "../src/index.js";
import { Secret, stringifyJson, usageError } from "../src/internal.js";

const VALUE = "hunter2-hunter2";

describe("a secret", () => {
  const secret = new Secret(VALUE);
  const holder = { token: secret, list: [secret], map: new Map([["token", secret]]), set: new Set([secret]) };

  test("is revealed to who asks for it", () => {
    expect(secret.reveal()).toBe(VALUE);
  });

  test.each<[string, () => string]>([
    ["String()", () => String(secret)],
    ["a template", () => `${secret}`],
    ["concatenation", () => `token ${secret as unknown as string}`],
    ["JSON", () => JSON.stringify({ secret, holder })],
    ["exact JSON", () => stringifyJson({ secret, big: 2n ** 60n })],
    ["inspect", () => inspect(secret)],
    ["inspect of what holds it", () => inspect(holder, { depth: 10 })],
    ["inspect without custom functions", () => inspect(holder, { customInspect: false, depth: 10 })],
    [
      "inspect of hidden things",
      () => inspect(holder, { showHidden: true, customInspect: false, getters: true, depth: 10 }),
    ],
    ["a format", () => format("%s %o %O %j %d", secret, secret, secret, secret, secret)],
    ["a usage error", () => inspect(usageError("accessToken", "a string", secret))],
    [
      "an error that carries it",
      () => inspect(Object.assign(new TransportError("m", { code: "timeout" }), { holder })),
    ],
    [
      "an error caused with it",
      () => inspect(new TransportError("m", { code: "timeout", cause: holder }), { depth: 10 }),
    ],
    ["an object made of it", () => JSON.stringify({ ...secret })],
    [
      "a structured clone",
      () => inspect(structuredClone({ ...holder, map: 0, set: 0 }), { showHidden: true, depth: 10 }),
    ],
    ["its properties", () => Reflect.ownKeys(secret).map(String).join()],
    [
      "its class",
      () => inspect(Secret.prototype, { showHidden: true }) + Object.getOwnPropertyNames(Secret.prototype).join(),
    ],
  ])("does not show in %s", (_, show) => {
    expect(show()).not.toContain("hunter2");
  });

  test("cannot be made to show by overriding what hides it", () => {
    for (const name of ["toString", "toJSON"]) {
      expect(Reflect.set(secret, name, () => "mine")).toBe(false);
      expect(Reflect.set(Secret.prototype, name, () => "mine")).toBe(false);
      expect(Reflect.defineProperty(Secret.prototype, name, { value: () => "mine" })).toBe(false);
    }
    expect(JSON.stringify(secret)).toBe('"[redacted]"');
    expect(inspect(secret)).toBe("[redacted]");
  });
});
