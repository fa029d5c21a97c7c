import type { AppendRecord, ReadRecord } from "s2kit";
import { expect } from "vitest";

/** A record that tells its number in its body and in its headers; some bodies are bytes, some text beyond ASCII. */
export function numberedRecord(number: number): AppendRecord {
  const text = `record ${number} ${"é漢🚀".repeat(number % 3)}`;
  return {
    body: number % 5 === 0 ? new TextEncoder().encode(text) : text,
    headers: [
      ["number", String(number)],
      ["parity", number % 2 === 0 ? "even" : "odd"],
    ],
  };
}

/** The number of a record made by {@link numberedRecord}. Fails unless body and headers are equal to what was appended. */
export function checkNumbered(record: ReadRecord): number {
  const number = Number(record.header("number"));
  const expected = numberedRecord(number);
  const body = typeof expected.body === "string" ? expected.body : new TextDecoder().decode(expected.body);
  // Compared by hand first: a matcher for each of 100 000 records takes longer than the test.
  const headers = record.headers.map(({ name, value }) => `${name}=${value}`).join();
  const expectedHeaders = expected.headers?.map(([name, value]) => `${name}=${value}`).join();
  if (record.text() !== body || headers !== expectedHeaders) {
    expect({ body: record.text(), headers }).toEqual({ body, headers: expectedHeaders });
  }
  return number;
}
