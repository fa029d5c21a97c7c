import type { AppendRecord, ReadRecord } from "s2kit";

/** Numbers of one writer stay below this, so that writer and number fit into one exact number. */
const NUMBERS = 2 ** 32;

/** Which record of which writer, as one number. */
export function recordKey(writer: number, number: number): number {
  return writer * NUMBERS + number;
}

/** The writer of a {@link recordKey}. */
export function writerOf(key: number): number {
  return Math.floor(key / NUMBERS);
}

/** The number of a {@link recordKey}. */
export function numberOf(key: number): number {
  return key % NUMBERS;
}

/** A record that tells who wrote it, in its headers and in its body. Every third body is bytes, the others are text. */
export function writtenRecord(writer: number, number: number): AppendRecord {
  const text = bodyText(writer, number);
  return {
    headers: [
      ["number", String(number)],
      ["writer", String(writer)],
    ],
    body: number % 3 === 0 ? new TextEncoder().encode(text) : text,
  };
}

/** The number of a record that {@link writtenRecord} made. */
export function numberWritten(record: AppendRecord): number {
  return Number(record.headers?.[0]?.[1]);
}

/** Whose record this is; `undefined` unless it is, byte for byte, one that {@link writtenRecord} makes. */
export function readKey(record: ReadRecord): number | undefined {
  const [numberHeader, writerHeader, ...others] = record.headers;
  if (numberHeader?.name !== "number" || writerHeader?.name !== "writer" || others.length > 0) return undefined;
  const number = Number(numberHeader.value);
  const writer = Number(writerHeader.value);
  return record.text() === bodyText(writer, number) ? recordKey(writer, number) : undefined;
}

/** Of many lengths, so that cuts fall everywhere into frames. */
function bodyText(writer: number, number: number): string {
  return `${writer}/${number} ${"é".repeat(number % 2)}${"x".repeat((number * 37 + writer * 101) % 160)}`;
}
