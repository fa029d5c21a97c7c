import { type HeaderInput, UsageError } from "@s2kit/core";
import { varintSize, writeVarint } from "./proto-writer.js";
import { writeAsciiText, writeText } from "./utf8.js";

/** Tags of the fields of a Header. */
const NAME_TAG = 0x0a;
const VALUE_TAG = 0x12;

/** Bytes that a submessage takes as a field. It is written even when it is empty. */
export function messageFieldSize(length: number): number {
  return 1 + varintSize(length) + length;
}

/** Bytes that text or bytes take as a field. When empty they are left out, as proto3 has it. */
export function bytesFieldSize(length: number): number {
  return length === 0 ? 0 : messageFieldSize(length);
}

/** Bytes that a Header takes, without its own tag and length. */
export function headerSize(nameLength: number, valueLength: number): number {
  return bytesFieldSize(nameLength) + bytesFieldSize(valueLength);
}

/**
 * Writes a bytes field whose length was measured before.
 *
 * @param fresh - As {@link writeBytes} has it.
 * @returns The offset behind it.
 * @throws `invalid_argument` when the length is another one by now.
 */
export function writeBytesField(
  target: Uint8Array,
  start: number,
  tag: number,
  value: string | Uint8Array,
  length: number,
  fresh: boolean,
): number {
  if (length === 0) {
    if (value.length > 0) throw recordsChanged();
    return start;
  }
  target[start] = tag;
  return writeBytes(target, writeVarint(target, start + 1, length), value, length, fresh);
}

/** Writes a Header as a field. @returns The offset behind it. @throws As {@link writeBytesField}. */
export function writeHeaderField(
  target: Uint8Array,
  start: number,
  tag: number,
  header: HeaderInput,
  nameLength: number,
  valueLength: number,
  fresh: boolean,
): number {
  target[start] = tag;
  let offset = writeVarint(target, start + 1, headerSize(nameLength, valueLength));
  offset = writeBytesField(target, offset, NAME_TAG, header[0], nameLength, fresh);
  return writeBytesField(target, offset, VALUE_TAG, header[1], valueLength, fresh);
}

/**
 * Writes text or bytes whose length was measured before.
 *
 * @param fresh - Nothing but this library ran since it was measured, so that text with as many bytes as it has units is
 *   still the same, and therefore ASCII. Otherwise its bytes are counted again.
 * @returns The offset behind them.
 * @throws As {@link writeBytesField}.
 */
export function writeBytes(
  target: Uint8Array,
  offset: number,
  value: string | Uint8Array,
  length: number,
  fresh: boolean,
): number {
  if (typeof value === "string") {
    const write = fresh && value.length === length ? writeAsciiText : writeText;
    if (write(target, offset, value) !== length) throw recordsChanged();
  } else {
    if (value.byteLength !== length) throw recordsChanged();
    target.set(value, offset);
  }
  return offset + length;
}

/** What is sent must be what was measured and metered. */
export function recordsChanged(): UsageError {
  return new UsageError("records", "records must not be changed between the check and the encoding");
}
