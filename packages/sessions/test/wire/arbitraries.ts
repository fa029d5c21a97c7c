import type { AppendBatch, AppendRecord, HeaderInput, U64 } from "@s2kit/core";
import { checkBatch } from "@s2kit/core";
import { compactU64 } from "@s2kit/core/internal";
import fc from "fast-check";

/** Where varints change their length, where numbers stop being exact, and both ends. */
export const U64_EDGES: readonly bigint[] = [
  0n,
  1n,
  ...Array.from({ length: 9 }, (_, index) => 1n << BigInt(7 * (index + 1))).flatMap((edge) => [edge - 1n, edge]),
  2n ** 31n,
  2n ** 32n - 1n,
  2n ** 32n,
  2n ** 53n - 1n,
  2n ** 53n,
  2n ** 53n + 1n,
  2n ** 64n - 1n,
];

export const anyBigU64: fc.Arbitrary<bigint> = fc.oneof(
  fc.constantFrom(...U64_EDGES),
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
);

/** A u64 as a caller may give it: as a number where possible, or as a bigint also where needless. */
export const anyU64: fc.Arbitrary<U64> = fc
  .tuple(anyBigU64, fc.boolean())
  .map(([value, compact]) => (compact ? compactU64(value) : value));

export const anyBytes: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  fc.uint8Array({ minLength: 120, maxLength: 300 }),
);

/** Any text, lone surrogates too. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: "binary-ascii", maxLength: 40 }),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.string({ unit: fc.constantFrom("a", "é", "€", "😀", "\ud800", "\udc00", "\ufeff"), maxLength: 60 }),
  fc.string({ unit: "binary-ascii", minLength: 120, maxLength: 300 }),
);

export const anyContent: fc.Arbitrary<string | Uint8Array> = fc.oneof(anyText, anyBytes);

const anyHeaderName = anyContent.filter((name) => name.length > 0);

export const anyHeaders: fc.Arbitrary<readonly HeaderInput[]> = fc.array(fc.tuple(anyHeaderName, anyContent), {
  maxLength: 4,
});

export const anyAppendRecord: fc.Arbitrary<AppendRecord> = fc.record(
  {
    body: anyContent,
    headers: anyHeaders,
    timestamp: fc.oneof(anyU64, fc.date({ min: new Date(0), noInvalidDate: true })),
  },
  { requiredKeys: [] },
);

export const anyBatch: fc.Arbitrary<AppendBatch> = fc
  .tuple(
    fc.array(anyAppendRecord, { minLength: 1, maxLength: 6 }),
    fc.record(
      { matchSeqNum: anyU64, fencingToken: fc.oneof(fc.constant(""), fc.string({ unit: "binary", maxLength: 9 })) },
      { requiredKeys: [] },
    ),
  )
  .map(([records, conditions]) => checkBatch(records, conditions));
