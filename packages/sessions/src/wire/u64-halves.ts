import type { U64 } from "@s2kit/core";

const TWO_32 = 0x1_0000_0000;

/** At and above this upper half a u64 is beyond 2^53 − 1. */
const INEXACT_HIGH = 0x20_0000;

/** Joins 32-bit halves, signed or not: a number where that is exact, else a `bigint`. */
export function joinHalves(low: number, high: number): U64 {
  const upper = high >>> 0;
  if (upper < INEXACT_HIGH) return upper * TWO_32 + (low >>> 0);
  return (BigInt(upper) << 32n) | BigInt(low >>> 0);
}

/** The lower 32 bits of a u64. */
export function lowHalf(value: U64): number {
  return typeof value === "number" ? value >>> 0 : Number(value & 0xffff_ffffn);
}

/** The upper 32 bits of a u64. */
export function highHalf(value: U64): number {
  return typeof value === "number" ? Math.floor(value / TWO_32) : Number(value >> 32n);
}
