import { expect, test } from "vitest";
import { chainHash, EMPTY_STREAM_HASH, recordHash } from "../../src/history/stream-hash.js";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test("the hash of a record is XXH3-64 of its body with seed 0", () => {
  expect(recordHash(bytes(""))).toBe(0x2d06800538d394c2n);
  expect(recordHash(bytes("a"))).toBe(0xe6c632b61e964e1fn);
  expect(recordHash(bytes("abc"))).toBe(0x78af5f94892f3950n);
});

test("the hash of a stream without records is 0", () => {
  expect(EMPTY_STREAM_HASH).toBe(0n);
});

test("the hash of a stream takes in the hash of each record as eight bytes, little-endian", () => {
  // With seed 0 it is the plain hash of those bytes.
  expect(chainHash(EMPTY_STREAM_HASH, 0x0807060504030201n)).toBe(recordHash(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)));
});

test("the hash of a stream depends on every record and on their order", () => {
  const hashOf = (...records: bigint[]): bigint => records.reduce(chainHash, EMPTY_STREAM_HASH);
  const hashes = [
    hashOf(1n),
    hashOf(2n),
    hashOf(1n, 2n),
    hashOf(2n, 1n),
    hashOf(1n, 2n, 2n),
    hashOf(0n),
    hashOf(0n, 0n),
  ];
  expect(new Set(hashes).size).toBe(hashes.length);
});
