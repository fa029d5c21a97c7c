import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeBase64, decodeBase64Portably } from "../../src/wire/base64.js";
import { expectProtocolError, thrownBy } from "./oracle.js";

describe.each([
  ["with Buffer", decodeBase64],
  ["without Buffer", decodeBase64Portably],
])("base64 %s", (_, decode) => {
  test("gives back any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const decoded = decode(Buffer.from(bytes).toString("base64"));
        expect([...decoded]).toEqual([...bytes]);
      }),
    );
  });

  test.each(["YQ", "YWJ", "YWJjZ", "YW!j", "YQ==YWJj", "====", "=", "Y===", " YQ==", "YQ ==", "YQ==\n", "é€=="])(
    "refuses %j",
    (text) => {
      expectProtocolError(
        thrownBy(() => decode(text)),
        false,
      );
    },
  );
});
