import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { base64Of, decodeBase64, decodeBase64Portably } from "../../src/wire/base64.js";
import { expectProtocolError, thrownBy } from "./oracle.js";

/** Into the middle of other bytes, which stay as they are. */
function inPlace(text: string): Uint8Array {
  const bytes = base64Of(text);
  const target = new Uint8Array(bytes.byteLength + 4).fill(7);
  bytes.writeTo(target, 2);
  expect([target.subarray(0, 2), target.subarray(-2)].map((edge) => edge.join())).toEqual(["7,7", "7,7"]);
  return target.subarray(2, -2);
}

describe.each([
  ["in place", inPlace],
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
