import { FormatError } from "./format-error.js";

const RFC3339 = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})$/;

/** RFC 3339 in UTC with as many fractional digits as the value needs, the form the service writes. */
export function formatInstant(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(/\.?0*Z$/, "Z");
}

/** Reads an RFC 3339 time as milliseconds since the Unix epoch. @throws `FormatError`. */
export function parseInstant(text: string): number {
  const epochMs = RFC3339.test(text) ? Date.parse(text.replace(" ", "T")) : Number.NaN;
  if (Number.isNaN(epochMs)) throw new FormatError("a time must be in the form of RFC 3339");
  return epochMs;
}
