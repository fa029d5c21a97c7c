import assert from "node:assert/strict";
import { brotliCompressSync, gunzipSync, gzipSync } from "node:zlib";
import type { CaseContext } from "../../harness/case-context.js";
import { type ConformanceCase, casesFor } from "../../harness/conformance-case.js";
import { expectEmpty, expectError, expectStatus, forEachRow } from "../../harness/expectations.js";
import { encodeAppendInput } from "../../wire/messages.js";
import { ZSTD_MAGIC, zstdRun, zstdStore } from "../../wire/zstd-store.js";

/** Largest body that is read as a whole, after decompression. */
const MAX_BODY_BYTES = 2 * 1024 * 1024;
const JSON_TYPE = { "content-type": "application/json" };

/** An append input of one record, made long by a member that is ignored. */
function jsonOfSize(bytes: number): string {
  const start = '{"records":[{"body":"a"}],"ignored":"';
  return `${start}${"x".repeat(bytes - start.length - 2)}"}`;
}

/** An append input of one record, made long by a field that is unknown. */
function protobufOfSize(bytes: number): Buffer {
  const input = Buffer.from(encodeAppendInput({ records: [{ body: "a" }] }));
  const padding = bytes - input.length - 5;
  const varint = [
    (padding & 0x7f) | 0x80,
    ((padding >> 7) & 0x7f) | 0x80,
    ((padding >> 14) & 0x7f) | 0x80,
    padding >> 21,
  ];
  return Buffer.concat([input, Buffer.from([0x7a, ...varint]), Buffer.alloc(padding)]);
}

export const bodyLimitCases: ConformanceCase[] = casesFor("http.body-limit", [
  {
    name: "json-of-2-mib",
    proves: "a JSON body of exactly 2 MiB is read, one byte more is answered 400 bad_json",
    run: async (context) => {
      const stream = await context.newStream();
      const send = (bytes: number) =>
        stream.request("POST", stream.recordsPath, { body: jsonOfSize(bytes), headers: JSON_TYPE });
      expectStatus(await send(MAX_BODY_BYTES), 200);
      expectError(await send(MAX_BODY_BYTES + 1), 400, "bad_json");
    },
  },
  {
    name: "protobuf-of-2-mib",
    proves: "a protobuf body of exactly 2 MiB is read, one byte more is answered 400 bad_proto",
    run: async (context) => {
      const stream = await context.newStream();
      expectStatus(await stream.appendProtobuf(protobufOfSize(MAX_BODY_BYTES)), 200);
      expectError(await stream.appendProtobuf(protobufOfSize(MAX_BODY_BYTES + 1)), 400, "bad_proto");
    },
  },
  {
    name: "limit-after-decompression",
    proves: "the limit counts the bytes after decompression",
    run: async (context) => {
      const stream = await context.newStream();
      const gzip = { ...JSON_TYPE, "content-encoding": "gzip" };
      const send = (bytes: number) =>
        stream.request("POST", stream.recordsPath, { body: gzipSync(jsonOfSize(bytes)), headers: gzip });
      expectStatus(await send(MAX_BODY_BYTES), 200);
      expectError(await send(MAX_BODY_BYTES + 1), 400, "bad_json");
      const bomb = { body: gzipSync(Buffer.alloc(64 * 1024 * 1024, 0x20)), headers: gzip };
      expectError(await stream.request("POST", stream.recordsPath, bomb), 400, "bad_json");
    },
  },
  {
    name: "limit-after-zstd",
    proves: "a small zstd body that expands far beyond the limit is answered 400 bad_json",
    tags: ["zstd"],
    run: async (context) => {
      const stream = await context.newStream();
      const headers = { ...JSON_TYPE, "content-encoding": "zstd" };
      const bomb = { body: zstdRun(0x20, 64 * 1024 * 1024), headers };
      expectError(await stream.request("POST", stream.recordsPath, bomb), 400, "bad_json");
    },
  },
]);

/** Creates a basin by a request body in each encoding. */
async function expectBasinsFrom(
  context: CaseContext,
  encodings: Record<string, (bytes: Buffer) => Buffer>,
): Promise<void> {
  for (const [name, encode] of Object.entries(encodings)) {
    const basin = context.uniqueName("encoded");
    const body = encode(Buffer.from(JSON.stringify({ basin })));
    const headers = { ...JSON_TYPE, "content-encoding": name };
    expectStatus(await context.request("POST", "/v1/basins", { body, headers }), 201);
  }
}

/** Sends bodies that do not decompress, as JSON and as protobuf. */
async function expectCorrupt(
  context: CaseContext,
  encoding: string,
  compress: (bytes: Buffer) => Buffer,
): Promise<void> {
  const stream = await context.newStream();
  const rows = [Buffer.from("not compressed at all"), compress(Buffer.alloc(5_000, 0x20)).subarray(0, 20)];
  await forEachRow(rows, async (body) => {
    const headers = { "content-encoding": encoding };
    const json = { body, headers: { ...headers, ...JSON_TYPE } };
    expectError(await stream.request("POST", stream.recordsPath, json), 400, "bad_json");
    expectError(await stream.appendProtobuf(body, headers), 400, "bad_proto");
  });
}

/** Reads a large batch with each Accept-Encoding, and expects the reply to be compressed as stated. */
async function expectChosen(context: CaseContext, rows: readonly { accept: string; chosen: string }[]): Promise<void> {
  const stream = await context.newStream();
  await stream.appendBodies("x".repeat(5_000));
  await forEachRow(rows, async ({ accept, chosen }) => {
    for (const type of ["application/json", "application/protobuf"]) {
      const reply = await stream.read({ seq_num: 0 }, { "accept-encoding": accept, accept: type });
      assert.equal(reply.headers["content-encoding"], chosen);
      assert.match(reply.headers["vary"] ?? "", /accept-encoding/i);
    }
  });
}

export const contentEncodingCases: ConformanceCase[] = casesFor("http.content-encoding", [
  {
    name: "on-every-route",
    proves: "gzip and identity bodies are decoded on administrative routes too",
    run: (context) => expectBasinsFrom(context, { gzip: gzipSync, identity: (bytes) => bytes }),
  },
  {
    name: "zstd-on-every-route",
    proves: "zstd bodies are decoded on administrative routes too",
    tags: ["zstd"],
    run: (context) => expectBasinsFrom(context, { zstd: zstdStore }),
  },
  {
    name: "unknown-encoding",
    proves:
      "any other encoding, or another case, is answered 415 without body, naming what is known, even without a request body",
    run: async (context) => {
      const stream = await context.newStream();
      await forEachRow(["br", "deflate", "GZIP", "x-gzip", "Zstd"], async (encoding) => {
        const headers = { ...JSON_TYPE, "content-encoding": encoding };
        const body = brotliCompressSync('{"records":[{}]}');
        for (const reply of [
          await stream.request("POST", stream.recordsPath, { body, headers }),
          await stream.request("GET", `${stream.recordsPath}/tail`, { headers }),
        ]) {
          expectEmpty(reply, 415);
          assert(reply.headers["accept-encoding"]?.split(/, ?/).includes("gzip"));
        }
      });
    },
  },
  {
    name: "corrupt-gzip",
    proves: "gzip data that does not decompress is answered 400 bad_json or bad_proto",
    run: (context) => expectCorrupt(context, "gzip", gzipSync),
  },
  {
    name: "corrupt-zstd",
    proves: "zstd data that does not decompress is answered 400 bad_json or bad_proto",
    tags: ["zstd"],
    run: (context) => expectCorrupt(context, "zstd", zstdStore),
  },
  {
    name: "compressed-replies",
    proves: "a reply is compressed only as Accept-Encoding allows, and never below 1024 bytes",
    run: async (context) => {
      const stream = await context.newStream();
      await stream.appendBodies("x".repeat(5_000));
      const plain = await stream.readBatch({ seq_num: 0 });
      const get = (encoding: string | undefined, query: { seq_num: number; count?: number } = { seq_num: 0 }) =>
        stream.read(query, { "accept-encoding": encoding });
      for (const encoding of [undefined, "identity", "br", "gzip;q=0", "gzip;q=0, zstd;q=0"]) {
        const reply = await get(encoding);
        assert.equal(reply.headers["content-encoding"], undefined, `for ${encoding}`);
        assert.deepEqual(reply.json(), plain);
      }
      const gzipped = await get("gzip");
      if (gzipped.headers["content-encoding"] !== undefined) {
        assert.equal(gzipped.headers["content-encoding"], "gzip");
        assert.deepEqual(JSON.parse(gunzipSync(gzipped.body).toString()), plain);
      }
      const zstd = await get("zstd");
      if (zstd.headers["content-encoding"] !== undefined) {
        assert.equal(zstd.headers["content-encoding"], "zstd");
        assert(zstd.body.subarray(0, 4).equals(ZSTD_MAGIC));
      }
      const small = await get("gzip, zstd", { seq_num: 0, count: 0 });
      assert.equal(small.headers["content-encoding"], undefined);
      assert.deepEqual(small.json(), { records: [] });
    },
  },
  {
    name: "gzip-of-lite",
    proves: "replies of 1024 bytes and more are compressed with gzip where zstd is refused or worse, and Vary says so",
    tags: ["lite-quirk"],
    run: (context) =>
      expectChosen(context, [
        { accept: "gzip", chosen: "gzip" },
        { accept: "gzip;q=1, zstd;q=0.5", chosen: "gzip" },
        { accept: "zstd;q=0, *", chosen: "gzip" },
        { accept: "zstd;q=0, gzip;q=0.1", chosen: "gzip" },
      ]),
  },
  {
    name: "zstd-of-lite",
    proves: "replies of 1024 bytes and more are compressed with zstd where it is not worse than gzip; * counts",
    tags: ["lite-quirk", "zstd"],
    run: (context) =>
      expectChosen(context, [
        { accept: "zstd", chosen: "zstd" },
        { accept: "gzip, zstd", chosen: "zstd" },
        { accept: "*", chosen: "zstd" },
      ]),
  },
]);
