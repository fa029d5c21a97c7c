import { describe, expect, test } from "vitest";
import { decodeBase64 } from "../../src/wire/base64.js";
import { parseJson } from "../../src/wire/json-parse.js";
import { parseAppendInput, readBatchJson } from "../../src/wire/record-json.js";

describe("strict base64", () => {
  test("decodes what Buffer encodes, for every length and byte", () => {
    for (let length = 0; length < 70; length++) {
      const bytes = Buffer.from(Array.from({ length }, (_, index) => (index * 37 + length) % 256));
      expect(decodeBase64(bytes.toString("base64"))).toEqual(bytes);
    }
  });

  test.for(["aGk", "aGk==", "aGl=", "aR==", "aG k=", "_-8=", "=", "====", "aGk=aGk=", "aGk=\n", "a"])(
    "refuses %j",
    (text) => {
      expect(decodeBase64(text)).toBeUndefined();
    },
  );
});

describe("records in JSON", () => {
  test("raw text becomes its UTF-8 bytes, base64 the bytes that it stands for", () => {
    const value = parseJson('{"records":[{"headers":[["aGk=",""]],"body":"aGk="}]}');
    const raw = parseAppendInput(value, "raw").records[0]!;
    const decoded = parseAppendInput(value, "base64").records[0]!;
    expect([raw.body.toString(), decoded.body.toString()]).toEqual(["aGk=", "hi"]);
    expect([raw.headers[0]?.name.toString(), decoded.headers[0]?.name.toString()]).toEqual(["aGk=", "hi"]);
  });

  test("a wrong shape is reported before bad base64 in an earlier record", () => {
    const value = parseJson('{"records":[{"body":"!"},{"body":null}]}');
    expect(() => parseAppendInput(value, "base64")).toThrow("`body` must be a string");
    expect(() => parseAppendInput(parseJson('{"records":[{"body":"!"}]}'), "base64")).toThrow(
      "not padded standard base64",
    );
  });

  test("each invalid piece of UTF-8 is read as one replacement character, as TextDecoder does", () => {
    const random = Array.from({ length: 2_000 }, (_, index) => (index * 7_919) % 256);
    for (let from = 0; from < random.length; from += 8) {
      const body = Buffer.from(random.slice(from, from + 8));
      const [record] = JSON.parse(
        readBatchJson([{ seqNum: 0, timestamp: 0n, headers: [], body }], undefined, "raw"),
      ).records;
      expect(record.body).toBe(new TextDecoder("utf-8", { ignoreBOM: true }).decode(body));
    }
  });

  test("empty headers, an empty body and an absent tail are left out", () => {
    const record = { seqNum: 3, timestamp: 18446744073709551615n, headers: [], body: Buffer.alloc(0) };
    expect(readBatchJson([record], undefined, "raw")).toBe(
      '{"records":[{"seq_num":3,"timestamp":18446744073709551615}]}',
    );
    expect(readBatchJson([], { seqNum: 1, timestamp: 2n }, "raw")).toBe(
      '{"records":[],"tail":{"seq_num":1,"timestamp":2}}',
    );
  });
});
