import type { U64 } from "../values/u64.js";
import { S2Error } from "./s2-error.js";

/** A u64 above 2^53 − 1 was asked for as a number. `code` is `inexact_number`; {@link value} has it exactly. */
export class InexactNumberError extends S2Error {
  override readonly name: string = "InexactNumberError";
  readonly value: bigint;

  constructor(field: string, value: bigint) {
    super(`${field} is ${value}, which a number cannot hold exactly; read ${field}Big instead`, {
      code: "inexact_number",
    });
    this.value = value;
  }
}

/** Reads a u64 as a number, or throws `inexact_number` where that would round it. */
export function exactNumber(value: U64, field: string): number {
  if (typeof value === "number") return value;
  throw new InexactNumberError(field, value);
}
