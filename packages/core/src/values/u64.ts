import { usageError } from "../errors/usage-error.js";

/**
 * An unsigned 64-bit integer as S2 uses it for sequence numbers and timestamps.
 * Values up to 2^53 − 1 may be plain numbers; anything may be a `bigint`.
 */
export type U64 = number | bigint;

/** The largest value of an unsigned 64-bit integer, 2^64 − 1. */
export const MAX_U64: bigint = 18_446_744_073_709_551_615n;

/** True when `value` is a whole number from 0 to 2^64 − 1 that is held exactly. */
export function isU64(value: unknown): value is U64 {
  if (typeof value === "number") return Number.isSafeInteger(value) && value >= 0;
  return typeof value === "bigint" && value >= 0n && value <= MAX_U64;
}

/**
 * Returns `value` in its one canonical form: a number when that is exact, a `bigint` beyond 2^53 − 1.
 *
 * @throws `invalid_argument` for fractions, negative values, unsafe numbers and anything above 2^64 − 1.
 */
export function checkU64(value: unknown, field: string): U64 {
  if (isU64(value)) return typeof value === "number" ? value : compactU64(value);
  throw usageError(field, "a whole number from 0 to 2^64 − 1 (above 2^53 − 1 as a bigint)", value);
}

/** Turns a `bigint` into a number when nothing is lost by it. */
export function compactU64(value: bigint): U64 {
  return value <= 9_007_199_254_740_991n ? Number(value) : value;
}

/** Adds a small count to a u64 without losing exactness. */
export function addU64(value: U64, count: number): U64 {
  if (typeof value === "number") {
    const sum = value + count;
    return sum <= Number.MAX_SAFE_INTEGER ? sum : BigInt(value) + BigInt(count);
  }
  return value + BigInt(count);
}

/** Compares by value, whatever the representation. */
export function equalU64(left: U64, right: U64): boolean {
  return left === right || (typeof left !== typeof right && BigInt(left) === BigInt(right));
}
