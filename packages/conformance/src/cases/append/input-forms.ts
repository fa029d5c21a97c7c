import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import type { CaseContext } from "../../harness/case-context.js";
import { type ConformanceCase, casesFor } from "../../harness/conformance-case.js";
import { expectError, expectJson, expectStatus, forEachRow } from "../../harness/expectations.js";
import { bodiesOf } from "../../harness/stream-handle.js";
import { decodeAppendAck, encodeAppendInput } from "../../wire/messages.js";
import { zstdStore } from "../../wire/zstd-store.js";

const JSON_TYPE = { "content-type": "application/json" };

export const appendJsonCases: ConformanceCase[] = casesFor("append.json", [
  {
    name: "malformed-input",
    proves: "JSON that is no append input is answered 400 bad_json and appends nothing",
    run: async (context) => {
      const stream = await context.newStream();
      const texts = [
        "",
        "{",
        "garbage",
        "null",
        "[]",
        "{}",
        '{"records":null}',
        '{"records":{}}',
        '{"records":[null]}',
        '{"records":["x"]}',
        '{"records":[{"body":1}]}',
        '{"records":[{"body":null}]}',
        '{"records":[{"headers":null}]}',
        '{"records":[{"headers":[["a"]]}]}',
        '{"records":[{"headers":[["a","b","c"]]}]}',
        '{"records":[{"headers":[{"name":"a","value":"b"}]}]}',
        '{"records":[{"headers":[["a",1]]}]}',
        '{"records":[{"timestamp":-1}]}',
        '{"records":[{"timestamp":1.0}]}',
        '{"records":[{"timestamp":1e3}]}',
        '{"records":[{"timestamp":"1"}]}',
        '{"records":[{"timestamp":18446744073709551616}]}',
        '{"records":[{}],"match_seq_num":-1}',
        '{"records":[{}],"match_seq_num":"0"}',
        '{"records":[{}],"fencing_token":1}',
        '{"records":[{}]} trailing',
        '{"records":[{}],"records":[{}]}',
        '{"records":[{"body":"a","body":"b"}]}',
        '{"records":[{"body":"\\ud800"}]}',
        '\ufeff{"records":[{}]}',
        "{'records':[{}]}",
        '{"records":[{}],}',
      ];
      await forEachRow(texts, async (body) => {
        expectError(await stream.request("POST", stream.recordsPath, { body, headers: JSON_TYPE }), 400, "bad_json");
      });
      assert.deepEqual(await stream.tail(), { seq_num: 0, timestamp: 0 });
    },
  },
  {
    name: "unknown-members-are-ignored",
    proves: "unknown members are ignored at every level, and blanks around the value are allowed",
    run: async (context) => {
      const stream = await context.newStream();
      const ignored = '{"a":[1,{}],"b":-0.05e+10,"c":1E-2,"d":[true,false,null],"e":"\\u00e9\\/","f":1.50}';
      const body = ` \n{"zzz":${ignored},"records":[{"body":"a","seq_num":9,"x":null}]}\t `;
      expectStatus(await stream.request("POST", stream.recordsPath, { body, headers: JSON_TYPE }), 200);
      assert.deepEqual(await stream.bodies(), ["a"]);
    },
  },
  {
    name: "escapes-and-surrogate-pairs",
    proves: "escaped text arrives as the characters it stands for, NUL and pairs of surrogates included",
    run: async (context) => {
      const stream = await context.newStream();
      const body = '{"records":[{"body":"\\u0000\\ud83d\\ude00\\n\\u00e9"}]}';
      expectStatus(await stream.request("POST", stream.recordsPath, { body, headers: JSON_TYPE }), 200);
      assert.deepEqual(await stream.bodies(), ["\u0000😀\né"]);
    },
  },
  {
    name: "deep-nesting-does-no-harm",
    proves: "50,000 nested arrays in a member that is ignored are refused or skipped, and the server goes on",
    run: async (context) => {
      const stream = await context.newStream();
      const body = `{"ignored":${"[".repeat(50_000)}${"]".repeat(50_000)},"records":[{"body":"a"}]}`;
      const reply = await stream.request("POST", stream.recordsPath, { body, headers: JSON_TYPE });
      if (reply.status !== 200) expectError(reply, 400, "bad_json");
      await stream.appendBodies("after");
    },
  },
  {
    name: "content-type",
    proves: "a body is taken as JSON when its type is application/json or application/*+json, else it is 400 bad_json",
    run: async (context) => {
      const stream = await context.newStream();
      const body = '{"records":[{"body":"a"}]}';
      const accepted = [
        "application/json",
        "APPLICATION/JSON",
        "application/json; charset=utf-8",
        "application/json;charset=latin1",
        "application/vnd.example+json",
        "application/json, text/plain",
      ];
      const refused = [
        "text/json",
        "text/plain",
        "application/jsonx",
        "application/octet-stream",
        "text/plain, application/json",
        "json",
      ];
      const send = (type: string | undefined) =>
        stream.request("POST", stream.recordsPath, { body, headers: { "content-type": type } });
      await forEachRow(accepted, async (type) => expectStatus(await send(type), 200));
      await forEachRow([...refused, undefined], async (type) => expectError(await send(type), 400, "bad_json"));
    },
  },
]);

export const appendFormatCases: ConformanceCase[] = casesFor("append.format", [
  {
    name: "base64-round-trip",
    proves: "in base64 format names, values and body stand for arbitrary bytes, written and read",
    run: async (context) => {
      const stream = await context.newStream();
      const bytes = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
      const record = {
        headers: [[bytes.toString("base64"), ""]] as [string, string][],
        body: Buffer.from([0xc3, 0x28, 0x00]).toString("base64"),
      };
      const format = { "s2-format": "base64" };
      expectStatus(await stream.append({ records: [record] }, format), 200);
      const { records } = await stream.readBatch({ seq_num: 0 }, format);
      assert.deepEqual({ headers: records[0]?.headers, body: records[0]?.body }, record);
    },
  },
  {
    name: "aliases",
    proves: "json stands for raw and json-binsafe for base64",
    run: async (context) => {
      const stream = await context.newStream();
      for (const format of ["raw", "json"]) {
        expectStatus(await stream.append({ records: [{ body: "aGk=" }] }, { "s2-format": format }), 200);
      }
      for (const format of ["base64", "json-binsafe"]) {
        expectStatus(await stream.append({ records: [{ body: "aGk=" }] }, { "s2-format": format }), 200);
      }
      assert.deepEqual(await stream.bodies(), ["aGk=", "aGk=", "hi", "hi"]);
    },
  },
  {
    name: "unknown-format",
    proves: "any other s2-format, in another case or empty, is answered 400 bad_header, for append and for read",
    run: async (context) => {
      const stream = await context.newStream();
      await stream.appendBodies("a");
      await forEachRow(["", "Base64", "RAW", "text", "raw,base64", "json binsafe"], async (format) => {
        const headers = { "s2-format": format };
        expectError(await stream.append({ records: [{}] }, headers), 400, "bad_header");
        expectError(await stream.read({ seq_num: 0 }, headers), 400, "bad_header");
        expectError(
          await stream.read({ seq_num: 0 }, { ...headers, accept: "application/protobuf" }),
          400,
          "bad_header",
        );
      });
    },
  },
  {
    name: "strict-base64",
    proves: "base64 without padding, url-safe, with blanks, with loose trailing bits or of bad length is 422 invalid",
    run: async (context) => {
      const stream = await context.newStream();
      const format = { "s2-format": "base64" };
      await forEachRow(
        ["aGk", "-_-_", "aGk=\n", " aGk=", "aGl=", "a", "aGk==", "=", "aG k=", "aGk=aGk=", "é"],
        async (text) => {
          expectError(await stream.append({ records: [{ body: text }] }, format), 422, "invalid");
          expectError(await stream.append({ records: [{ headers: [[text, ""]] }] }, format), 422, "invalid");
          expectError(await stream.append({ records: [{ headers: [["YQ==", text]] }] }, format), 422, "invalid");
        },
      );
    },
  },
  {
    name: "ignored-for-protobuf",
    proves: "s2-format is not looked at when the body is protobuf",
    run: async (context) => {
      const stream = await context.newStream();
      expectStatus(await stream.appendMessage({ records: [{ body: "aGk=" }] }, { "s2-format": "nonsense" }), 200);
      assert.deepEqual(await stream.bodies(), ["aGk="]);
    },
  },
]);

/** Appends the same large record as protobuf and as JSON in each encoding, and reads all of them back. */
async function expectDecoded(
  context: CaseContext,
  encodings: Record<string, (bytes: Buffer) => Buffer>,
): Promise<void> {
  const stream = await context.newStream();
  const large = "z".repeat(5_000);
  const json = Buffer.from(JSON.stringify({ records: [{ body: large }] }));
  const protobuf = Buffer.from(encodeAppendInput({ records: [{ body: large }] }));
  for (const [name, encode] of Object.entries(encodings)) {
    const headers = { "content-encoding": name };
    expectStatus(await stream.appendProtobuf(encode(protobuf), headers), 200);
    const options = { body: encode(json), headers: { ...headers, ...JSON_TYPE } };
    expectStatus(await stream.request("POST", stream.recordsPath, options), 200);
  }
  const expected = Object.keys(encodings).flatMap(() => [large, large]);
  assert.deepEqual(bodiesOf(await stream.readBatch({ seq_num: 0 })), expected);
}

export const appendProtobufCases: ConformanceCase[] = casesFor("append.protobuf", [
  {
    name: "same-effect-as-json",
    proves: "the same input as JSON, as base64 JSON and as protobuf leaves the same record",
    run: async (context) => {
      const stream = await context.newStream({ timestamping: { mode: "client-require" } });
      const record = { timestamp: 1_000, headers: [["name", "välue"]] as [string, string][], body: "bödy" };
      const base64 = (text: string) => Buffer.from(text).toString("base64");
      const encoded = { timestamp: 1_000, headers: [["name", "välue"].map(base64)], body: base64("bödy") };
      expectStatus(await stream.append({ records: [record] }), 200);
      expectStatus(await stream.append({ records: [encoded] }, { "s2-format": "base64" }), 200);
      expectStatus(await stream.appendMessage({ records: [record] }), 200);
      const { records } = await stream.readBatch({ seq_num: 0 });
      assert.deepEqual(
        records,
        [0, 1, 2].map((seq_num) => ({ seq_num, ...record })),
      );
      assert.deepEqual(await stream.readMessage({ seq_num: 0 }), { records });
    },
  },
  {
    name: "accept-decides-the-answer",
    proves: "the ack is protobuf when Accept asks for it, whatever the body was; JSON otherwise",
    run: async (context) => {
      const stream = await context.newStream({ timestamping: { mode: "client-require" } });
      const input = { records: [{ timestamp: 1 }] };
      const ack = (seqNum: number) => ({
        start: { seq_num: seqNum, timestamp: 1 },
        end: { seq_num: seqNum + 1, timestamp: 1 },
        tail: { seq_num: seqNum + 1, timestamp: 1 },
      });
      expectJson(await stream.appendMessage(input), 200, ack(0));
      for (const [index, accept] of ["application/protobuf", "application/x-protobuf"].entries()) {
        const reply = await stream.append(input, { accept });
        expectStatus(reply, 200);
        assert.equal(reply.headers["content-type"], "application/protobuf");
        assert.deepEqual(decodeAppendAck(reply.body), ack(index + 1));
      }
    },
  },
  {
    name: "x-protobuf-and-parameters",
    proves: "application/x-protobuf, other case and parameters are protobuf as well",
    run: async (context) => {
      const stream = await context.newStream();
      for (const type of ["application/x-protobuf", "Application/Protobuf", "application/protobuf; proto=s2"]) {
        expectStatus(await stream.appendMessage({ records: [{ body: type }] }, { "content-type": type }), 200);
      }
    },
  },
  {
    name: "zero-positions-are-submessages",
    proves: "positions that are zero are encoded as empty messages, not left out",
    run: async (context) => {
      const stream = await context.newStream({ timestamping: { mode: "client-require" } });
      const reply = await stream.appendMessage({ records: [{ timestamp: 0 }] }, { accept: "application/protobuf" });
      expectStatus(reply, 200);
      assert.equal(reply.body.toString("hex"), "0a0012020801" + "1a020801");
    },
  },
  {
    name: "presence-of-conditions",
    proves: "match_seq_num 0 and an empty fencing token count as conditions when encoded",
    run: async (context) => {
      const stream = await context.newStream();
      await stream.appendBodies("a");
      expectJson(await stream.appendMessage({ records: [{}], match_seq_num: 0 }), 412, { seq_num_mismatch: 1 });
      await stream.appendRecords([{ headers: [["", "fence"]], body: "token" }]);
      expectJson(await stream.appendMessage({ records: [{}], fencing_token: "" }), 412, {
        fencing_token_mismatch: "token",
      });
    },
  },
  {
    name: "undecodable",
    proves: "bytes that are no protobuf are answered 400 bad_proto; an empty message is valid and has no records: 422",
    run: async (context) => {
      const stream = await context.newStream();
      const rows = {
        "a field without its value": "0a",
        "a record shorter than its length": "0a051a026869",
        "a body longer than its record": "0a041a036869",
        "a tag that does not end": "ffffff",
        "a varint of more than ten bytes": "10ffffffffffffffffffff01",
        "a varint of more than 64 bits": "0a041a02686910ffffffffffffffffff02",
        "records as a varint": "08000a041a026869",
        "a number as bytes": "0a041a0268691200",
        "field number 0": "000a00",
        "wire type 7": "0f",
        "a fencing token that is not UTF-8": "1a01ff",
        "a group that does not end": "0a041a0268697b0801",
        "a group that ends as another": "0a041a0268697b080174",
        "an end of no group": "0a041a0268697c",
        "good records, then rubbish": "0a041a0268690a",
      };
      await forEachRow(Object.entries(rows), async ([, hex]) => {
        expectError(await stream.appendProtobuf(Buffer.from(hex, "hex")), 400, "bad_proto");
      });
      expectError(await stream.appendProtobuf(Buffer.alloc(0)), 422, "invalid");
    },
  },
  {
    name: "unknown-fields-are-ignored",
    proves: "unknown protobuf fields are ignored",
    run: async (context) => {
      const stream = await context.newStream();
      const input = Buffer.from(encodeAppendInput({ records: [{ body: "a" }] }));
      // Field 15 in each wire type: varint, 8 bytes, bytes, a group with a field in it, 4 bytes.
      const unknown = ["7805", "790102030405060708", "7a03010203", "7b08017c", "7d01020304"];
      for (const hex of [...unknown, unknown.join("")]) {
        expectStatus(await stream.appendProtobuf(Buffer.concat([Buffer.from(hex, "hex"), input])), 200);
        expectStatus(await stream.appendProtobuf(Buffer.concat([input, Buffer.from(hex, "hex")])), 200);
      }
      assert.deepEqual(await stream.bodies(), Array(12).fill("a"));
    },
  },
  {
    name: "gzip-requests",
    proves: "gzip and identity request bodies are decoded, protobuf and JSON alike",
    run: (context) => expectDecoded(context, { gzip: gzipSync, identity: (bytes) => bytes }),
  },
  {
    name: "zstd-requests",
    proves: "zstd request bodies are decoded, protobuf and JSON alike",
    tags: ["zstd"],
    run: (context) => expectDecoded(context, { zstd: zstdStore }),
  },
]);
