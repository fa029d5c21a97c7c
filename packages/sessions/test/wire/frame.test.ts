import { describe, expect, test } from "vitest";
import {
  type Compression,
  compressionOf,
  decodeTerminal,
  encodeFrameHeader,
  isReconnectAdvised,
  isTerminal,
} from "../../src/wire/frame.js";
import { expectProtocolError, hex, thrownBy, toHex } from "./oracle.js";

test.each([
  ["none", 0, "00 00 01 00"],
  ["none", 6, "00 00 07 00"],
  ["zstd", 255, "00 01 00 20"],
  ["gzip", 65_535, "01 00 00 40"],
  ["none", 2_097_151, "20 00 00 00"],
] as const)("a header says compression %s and %i bytes of payload", (compression, length, expected) => {
  const target = new Uint8Array(6).fill(0xff);
  encodeFrameHeader(target, 1, length, compression);
  expect(toHex(target)).toBe(`ff ${expected} ff`);
});

describe("flags", () => {
  test.each<[number, boolean, boolean, Compression]>([
    [0b0000_0000, false, false, "none"],
    [0b1000_0000, true, false, "none"],
    [0b0001_0000, false, true, "none"],
    [0b0010_0000, false, false, "zstd"],
    [0b0100_0000, false, false, "gzip"],
    [0b0101_0000, false, true, "gzip"],
    [0b1011_1111, true, true, "zstd"],
    [0b0000_1111, false, false, "none"],
  ])("%i", (flag, terminal, advised, compression) => {
    expect(isTerminal(flag)).toBe(terminal);
    expect(isReconnectAdvised(flag)).toBe(advised);
    expect(compressionOf(flag)).toBe(compression);
  });

  test("the fourth compression does not exist", () => {
    expectProtocolError(
      thrownBy(() => compressionOf(0b0110_0000)),
      true,
    );
  });
});

describe("a terminal frame", () => {
  test("has a status and a body", () => {
    const json = new TextEncoder().encode('{"seq_num_mismatch":5}');
    expect(decodeTerminal(Uint8Array.of(0x01, 0x9c, ...json))).toEqual({ status: 412, body: '{"seq_num_mismatch":5}' });
  });

  test("may have no body", () => {
    expect(decodeTerminal(hex("01 f7"))).toEqual({ status: 503, body: "" });
  });

  test.each([
    ["no status", ""],
    ["half a status", "01"],
    ["a body that is not UTF-8", "01 9c ff"],
  ])("with %s is refused", (_, bytes) => {
    expectProtocolError(
      thrownBy(() => decodeTerminal(hex(bytes))),
      true,
    );
  });
});
