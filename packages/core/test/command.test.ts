import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AppendRecord, UsageError } from "../src/index.js";
import { decodeCommand } from "../src/internal.js";
import { thrownBy } from "./thrown-by.js";

const utf8 = new TextEncoder();

function readBack({ headers, body }: AppendRecord): unknown {
  const value = headers?.[0]?.[1] as string;
  return decodeCommand(utf8.encode(value), typeof body === "string" ? utf8.encode(body) : (body as Uint8Array));
}

describe("a fence", () => {
  test("has one header with an empty name, and the token as its body", () => {
    expect(AppendRecord.fence("writer-1")).toEqual({ headers: [["", "fence"]], body: "writer-1" });
  });

  test("reads back as it was built, whatever the token is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 9 }), (text) => {
        const token = new TextDecoder("utf-8", { ignoreBOM: true }).decode(utf8.encode(text));
        expect(readBack(AppendRecord.fence(token))).toEqual({ type: "fence", fencingToken: token });
      }),
    );
    expect(readBack(AppendRecord.fence(""))).toEqual({ type: "fence", fencingToken: "" });
  });

  test("keeps a byte order mark, which is a part of the token", () => {
    expect(readBack(AppendRecord.fence("\ufeffa"))).toEqual({ type: "fence", fencingToken: "\ufeffa" });
  });

  test("takes 36 bytes, not characters, and no more", () => {
    expect(readBack(AppendRecord.fence("é".repeat(18)))).toMatchObject({ type: "fence" });
    expect(thrownBy(() => AppendRecord.fence("é".repeat(19)))).toBeInstanceOf(UsageError);
    expect(thrownBy(() => AppendRecord.fence(5 as unknown as string))).toMatchObject({ field: "token" });
  });
});

describe("a trim", () => {
  test("has its position as eight big-endian bytes", () => {
    expect(AppendRecord.trim(258)).toEqual({ headers: [["", "trim"]], body: Uint8Array.of(0, 0, 0, 0, 0, 0, 1, 2) });
  });

  test.each([0n, 1n, 2n ** 32n, 2n ** 53n - 1n, 2n ** 53n, 2n ** 53n + 1n, 2n ** 64n - 1n])(
    "reads back as it was built: %s",
    (seqNum) => {
      const expected = seqNum < 2n ** 53n ? Number(seqNum) : seqNum;
      expect(readBack(AppendRecord.trim(seqNum))).toEqual({ type: "trim", seqNum: expected });
      expect(readBack(AppendRecord.trim(expected))).toEqual({ type: "trim", seqNum: expected });
    },
  );

  test.each([-1, 1.5, Number.NaN, 2 ** 53, -1n, 2n ** 64n, "5", undefined])("is refused at %s", (seqNum) => {
    const error = thrownBy(() => AppendRecord.trim(seqNum as number));
    expect(error).toBeInstanceOf(UsageError);
    expect(error).toMatchObject({ field: "seqNum" });
  });
});

describe("what was read is no command that is known", () => {
  test.each<[string, string | Uint8Array, Uint8Array]>([
    ["another operation", "seal", new Uint8Array(8)],
    ["another spelling", "Trim", new Uint8Array(8)],
    ["a long operation", "fence".repeat(1000), new Uint8Array(0)],
    ["no operation", "", new Uint8Array(0)],
    ["a token that is too long", "fence", new Uint8Array(37)],
    ["a token that is not UTF-8", "fence", Uint8Array.of(0xff)],
    ["a position that is too short", "trim", new Uint8Array(7)],
    ["a position that is too long", "trim", new Uint8Array(9)],
  ])("%s", (_, operation, body) => {
    expect(decodeCommand(typeof operation === "string" ? utf8.encode(operation) : operation, body)).toBeUndefined();
  });
});

test("a position is read from its part of a larger buffer only", () => {
  const larger = Uint8Array.of(9, 9, 0, 0, 0, 0, 0, 0, 0, 5, 9, 9);
  expect(decodeCommand(utf8.encode("trim"), larger.subarray(2, 10))).toEqual({ type: "trim", seqNum: 5 });
});
