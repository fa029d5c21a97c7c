import { fromBinary } from "@bufbuild/protobuf";
import { AppendAck, type StreamPosition } from "@s2kit/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeAppendAck } from "../../src/wire/append-ack.js";
import { U64_EDGES } from "./arbitraries.js";
import { AppendAckSchema } from "./generated/s2_pb.js";
import {
  anyPosition,
  anyUnknownField,
  concat,
  decodesOrRefuses,
  encodeAppendAck,
  expectProtocolError,
  hex,
  inTheMiddle,
  lengthDelimited,
  thrownBy,
} from "./oracle.js";

function parts({ start, end, tail }: AppendAck): bigint[][] {
  return [start, end, tail].map((position: StreamPosition) => [position.seqNumBig, position.timestampBig]);
}

test("the acknowledgement of a first record with timestamp 0", () => {
  const ack = decodeAppendAck(hex("0a 00 12 02 08 01 1a 02 08 01"));
  expect(ack).toBeInstanceOf(AppendAck);
  expect(JSON.stringify(ack)).toBe(
    '{"start":{"seqNum":0,"timestamp":0},"end":{"seqNum":1,"timestamp":0},"tail":{"seqNum":1,"timestamp":0}}',
  );
});

test("positions that are missing are zero", () => {
  expect(parts(decodeAppendAck(new Uint8Array(0)))).toEqual([
    [0n, 0n],
    [0n, 0n],
    [0n, 0n],
  ]);
});

test.each(U64_EDGES)("a position of %s is exact", (edge) => {
  const { start } = decodeAppendAck(encodeAppendAck({ start: { seqNum: edge, timestamp: edge } }));
  expect(start.seqNumBig).toBe(edge);
  expect(start.timestampBig).toBe(edge);
  expect(typeof start.seqNumU64).toBe(edge < 2n ** 53n ? "number" : "bigint");
});

test("every acknowledgement reads as another implementation wrote it, wherever it lies", () => {
  fc.assert(
    fc.property(anyPosition, anyPosition, anyPosition, fc.array(anyUnknownField), (start, end, tail, unknown) => {
      const bytes = concat(...unknown, encodeAppendAck({ start, end, tail }), ...unknown);
      expect(parts(decodeAppendAck(inTheMiddle(bytes)))).toEqual(
        [start, end, tail].map(({ seqNum, timestamp }) => [seqNum, timestamp]),
      );
    }),
  );
});

describe("fields in pieces", () => {
  test("a position that comes twice is merged, and the last value of a number counts", () => {
    const bytes = concat(lengthDelimited(1, hex("08 05 10 06")), lengthDelimited(1, hex("08 07 08 09")));
    expect(parts(decodeAppendAck(bytes))[0]).toEqual([9n, 6n]);
  });

  test("fields may come in any order", () => {
    const bytes = concat(lengthDelimited(3, hex("10 03 08 02")), lengthDelimited(1, hex("08 01")));
    expect(parts(decodeAppendAck(bytes))).toEqual([
      [1n, 0n],
      [0n, 0n],
      [2n, 3n],
    ]);
  });

  test("varints with needless zeros are read", () => {
    expect(parts(decodeAppendAck(hex("8a 00 87 80 00 08 81 80 80 80 80 00")))[0]).toEqual([1n, 0n]);
  });
});

describe("what is malformed is refused, never retried, and the batch counts as maybe applied", () => {
  test.each([
    ["a length beyond the end", "0a 05 08 01"],
    ["a tag without a value", "0a"],
    ["a varint that does not end", "0a 02 08 80"],
    ["a varint that ends behind its message", "0a 02 08 80 01 12 00 12 00 12 00 12 00"],
    ["a varint of eleven bytes", "0a 0c 08 80 80 80 80 80 80 80 80 80 80 00"],
    ["a varint beyond 64 bits", "0a 0b 08 ff ff ff ff ff ff ff ff ff 02"],
    ["a length beyond 32 bits", "0a ff ff ff ff ff 01"],
    ["a length of almost 2^64", "0a ff ff ff ff ff ff ff ff ff 01"],
    ["a field number of 0", "02 00"],
    ["a field number beyond 2^29", "80 80 80 80 10 00"],
    ["a tag of more than 32 bits", "a8 80 80 80 80 01 00"],
    ["a field number of 0 with a value to skip", "00 00"],
    ["a position as a number", "08 01"],
    ["a number as bytes", "0a 02 0a 00"],
    ["a number of fixed width", "0a 05 0d 00 00 00 00"],
    ["the begin of a group", "23 24"],
    ["the end of a group", "24"],
    ["wire type 6", "26"],
    ["wire type 7", "27"],
    ["an unknown field that is cut", "21 00 00 00 00 00 00 00"],
    ["unknown bytes that are cut", "22 03 00 00"],
  ])("%s", (_, bytes) => {
    expectProtocolError(
      thrownBy(() => decodeAppendAck(hex(bytes))),
      true,
    );
  });

  test("an acknowledgement that is cut anywhere is refused or read as the rest says, as another implementation does", () => {
    fc.assert(
      fc.property(anyPosition, anyPosition, anyPosition, (start, end, tail) => {
        const whole = encodeAppendAck({ start, end, tail });
        for (let length = 0; length < whole.byteLength; length++) {
          const cut = whole.subarray(0, length);
          const ack = decodesOrRefuses(() => decodeAppendAck(cut), true);
          if (ack === undefined) expect(() => fromBinary(AppendAckSchema, cut)).toThrow();
          else expect(parts(ack)).toEqual(parts(decodeAppendAck(encodeAppendAck(fromBinary(AppendAckSchema, cut)))));
        }
      }),
      { numRuns: 20 },
    );
  });

  test("random bytes never do anything but decode or fail", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        decodesOrRefuses(() => decodeAppendAck(inTheMiddle(bytes)), true);
      }),
      { numRuns: 2000 },
    );
  });
});
