import { expect, test } from "vitest";
import { checkFencingToken, checkStreamName, checkStreamPrefix } from "../src/internal.js";

test("half of a surrogate pair is refused in names, prefixes and tokens; a whole pair is fine", () => {
  for (const bad of ["\ud83d", "a\ude80b", "\ude80\ud83d"]) {
    expect(() => checkStreamName(bad)).toThrow("well-formed");
    expect(() => checkStreamPrefix(bad, "prefix")).toThrow("well-formed");
    expect(() => checkFencingToken(bad)).toThrow("well-formed");
  }
  expect(checkStreamName("🚀")).toBe("🚀");
});
