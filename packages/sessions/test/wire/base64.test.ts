import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { base64Of } from "../../src/wire/base64.js";
import { writeBase64 as writeBase64Portably } from "../../src/wire/base64-codec.js";
import { writeBase64 } from "../../src/wire/base64-codec.node.js";
import { expectProtocolError, thrownBy } from "./oracle.js";

type Write = typeof writeBase64;

/** Into the middle of other bytes, which stay as they are. @returns What was written; `undefined` for what is not base64. */
function decode(text: string, write: Write): Uint8Array | undefined {
  const { byteLength } = base64Of(text);
  const target = new Uint8Array(byteLength + 4).fill(7);
  const written = write(target, 2, text);
  expect([target.subarray(0, 2), target.subarray(-2)].map((edge) => edge.join())).toEqual(["7,7", "7,7"]);
  return written === byteLength ? target.subarray(2, -2) : undefined;
}

const OF_ANOTHER_LENGTH = ["YQ", "YWJ", "YWJjZ", "=", " YQ==", "YQ==\n"];
const NOT_BASE64 = ["YW!j", "YQ==YWJj", "====", "Y===", "YQ =", "é€=="];

describe.each<[string, Write]>([
  ["with Buffer", writeBase64],
  ["without Buffer", writeBase64Portably],
])("base64 %s", (_, write) => {
  test("gives back any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(decode(Buffer.from(bytes).toString("base64"), write)).toEqual(bytes);
      }),
    );
  });

  test.each(NOT_BASE64)("is not %j", (text) => {
    expect(decode(text, write)).toBeUndefined();
  });
});

test.each([...OF_ANOTHER_LENGTH, ...NOT_BASE64])("what is not base64 is refused: %j", (text) => {
  expectProtocolError(
    thrownBy(() => {
      const bytes = base64Of(text);
      bytes.writeTo(new Uint8Array(bytes.byteLength), 0);
    }),
    false,
  );
});
