import { TransportError } from "@s2kit/core";
import { usageError } from "@s2kit/core/internal";
import type { Member } from "./members.js";

/** A point in time that the service tells. */
export const TIME: Member<Date, string> = { fromWire: parseTimestamp };

/** @throws `invalid_argument` */
export function toWireTime(date: Date, field: string): string {
  if (!(date instanceof Date) || Number.isNaN(date.getTime())) throw usageError(field, "a valid Date", date);
  return date.toISOString();
}

/**
 * A point in time as the service writes it (RFC 3339, up to nanoseconds), to the millisecond.
 *
 * @throws `protocol_error` for anything else.
 */
function parseTimestamp(text: string): Date {
  // The language promises to read three digits of a second, no more.
  const date = new Date(text.replace(/(\.\d{3})\d+/, "$1"));
  if (Number.isNaN(date.getTime())) {
    throw new TransportError(`the service sent ${JSON.stringify(text)} for a point in time`, {
      code: "protocol_error",
    });
  }
  return date;
}
