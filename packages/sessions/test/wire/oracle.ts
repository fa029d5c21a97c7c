import type { MessageInitShape } from "@bufbuild/protobuf";
import { create, toBinary } from "@bufbuild/protobuf";
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { S2Error, TransportError } from "@s2kit/core";
import fc from "fast-check";
import { expect } from "vitest";
import { anyBigU64, anyBytes } from "./arbitraries.js";
import { AppendAckSchema, ReadBatchSchema } from "./generated/s2_pb.js";

export type RecordInit = NonNullable<MessageInitShape<typeof ReadBatchSchema>["records"]>[number];

/** A ReadBatch as another implementation writes it. */
export function encodeReadBatch(init: MessageInitShape<typeof ReadBatchSchema>): Uint8Array {
  return toBinary(ReadBatchSchema, create(ReadBatchSchema, init));
}

/** An AppendAck as another implementation writes it. */
export function encodeAppendAck(init: MessageInitShape<typeof AppendAckSchema>): Uint8Array {
  return toBinary(AppendAckSchema, create(AppendAckSchema, init));
}

export const anyPosition: fc.Arbitrary<{ seqNum: bigint; timestamp: bigint }> = fc.record({
  seqNum: anyBigU64,
  timestamp: anyBigU64,
});

export const anyRecordInit: fc.Arbitrary<{
  seqNum: bigint;
  timestamp: bigint;
  headers: { name: Uint8Array; value: Uint8Array }[];
  body: Uint8Array;
}> = fc.record({
  seqNum: anyBigU64,
  timestamp: anyBigU64,
  headers: fc.array(fc.record({ name: anyBytes, value: anyBytes }), { maxLength: 3 }),
  body: anyBytes,
});

/** One field with a number that S2's messages do not use, of any wire type there is. */
export const anyUnknownField: fc.Arbitrary<Uint8Array> = fc
  .tuple(fc.integer({ min: 5, max: 536_870_911 }), fc.constantFrom(0, 1, 2, 5), anyBigU64, anyBytes)
  .map(([number, wireType, value, bytes]) => {
    const writer = new BinaryWriter().tag(number, wireType as WireType);
    if (wireType === WireType.Varint) return writer.uint64(value).finish();
    if (wireType === WireType.Bit64) return writer.fixed64(value).finish();
    if (wireType === WireType.Bit32) return writer.fixed32(Number(value & 0xffff_ffffn)).finish();
    return writer.bytes(bytes).finish();
  });

/** A field of a submessage or bytes: tag, length, content. */
export function lengthDelimited(field: number, content: Uint8Array): Uint8Array {
  return new BinaryWriter().tag(field, WireType.LengthDelimited).bytes(content).finish();
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** The same bytes in the middle of a larger buffer whose other bytes would be taken for more of the message. */
export function inTheMiddle(bytes: Uint8Array): Uint8Array {
  const larger = new Uint8Array(bytes.byteLength + 64).fill(0x0a);
  larger.set(bytes, 32);
  return larger.subarray(32, 32 + bytes.byteLength);
}

/** Runs `decode`; a failure is only accepted as a `protocol_error` that is never retried. */
export function decodesOrRefuses<T>(decode: () => T, maybeApplied: boolean): T | undefined {
  try {
    return decode();
  } catch (error) {
    expectProtocolError(error, maybeApplied);
    return undefined;
  }
}

export function expectProtocolError(error: unknown, maybeApplied: boolean): void {
  expect(error).toBeInstanceOf(TransportError);
  expect(error).toSatisfy(S2Error.is);
  expect(error).toMatchObject({ code: "protocol_error", retryable: false, maybeApplied });
}

/** The error that `action` throws. */
export function thrownBy(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

/** Bytes from their hexadecimal form; blanks do not count. */
export function hex(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text.replaceAll(" ", ""), "hex"));
}

/** The hexadecimal form of bytes, in pairs. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
}

/** Text as it is once it went through UTF-8: lone surrogates are replaced. */
export function wellFormed(text: string): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(new TextEncoder().encode(text));
}
