import { describe, expect, test } from "vitest";
import {
  ApiError,
  FencingTokenMismatchError,
  InexactNumberError,
  RangeNotSatisfiableError,
  S2Error,
  SeqNumMismatchError,
} from "../src/index.js";
import { type ErrorAnswer, errorFromAnswer } from "../src/internal.js";
import { thrownBy } from "./thrown-by.js";

function answer(status: number, body: string, more: Partial<ErrorAnswer> = {}): ApiError {
  return errorFromAnswer({ status, body, mutates: true, ...more });
}

describe("a body that is not the service's JSON becomes the message", () => {
  test.each([
    ["nothing", 503, "", "the service answered with status 503 and no body"],
    ["blanks", 500, " \n\t", "the service answered with status 500 and no body"],
    ["a page", 502, "<html>\n<h1>Bad Gateway</h1></html>\n", "<html>\n<h1>Bad Gateway</h1></html>"],
    ["plain text", 404, "  not found ", "not found"],
    ["JSON that was cut", 404, '{"code":"stream_not_', '{"code":"stream_not_'],
    ["a JSON string", 500, '"oops"', '"oops"'],
    ["a JSON list", 500, '[{"code":"storage"}]', '[{"code":"storage"}]'],
    ["null", 500, "null", "null"],
  ])("%s", (_, status, body, message) => {
    const error = answer(status, body);
    expect(error.constructor).toBe(ApiError);
    expect(error).toMatchObject({ code: "http_error", status, rawMessage: message, maybeApplied: true });
    expect(error.message).toBe(`[http_error] ${message} (HTTP ${status})`);
  });

  test("but no more than 500 characters of it", () => {
    expect(answer(500, "x".repeat(500)).rawMessage).toBe("x".repeat(500));
    expect(answer(500, "x".repeat(501)).rawMessage).toBe(`${"x".repeat(500)}…`);
  });
});

describe("a body that was lost on the way", () => {
  test.each([
    [404, false],
    [409, true],
    [412, false],
    [416, true],
    [503, true],
  ])("leaves %i, which can be tried again: %s", (status, retryable) => {
    for (const body of ["", '{"code":"transaction_conf']) {
      expect(answer(status, body, { bodyLost: true })).toMatchObject({ status, retryable });
    }
  });

  test("changes nothing when all of its JSON had come", () => {
    const body = '{"code":"resource_already_exists","message":"it exists"}';
    expect(answer(409, body, { bodyLost: true })).toMatchObject({ code: "resource_already_exists", retryable: false });
    const tail = '{"tail":{"seq_num":3,"timestamp":4}}';
    expect(answer(416, tail, { bodyLost: true })).toMatchObject({ retryable: false, tail: { seqNum: 3 } });
  });

  test("is told from a body that is empty, or something else than JSON", () => {
    for (const body of ["", "<html>"]) expect(answer(409, body)).toMatchObject({ status: 409, retryable: false });
  });
});

describe("JSON of the service", () => {
  test("with code and message gives both", () => {
    expect(answer(404, ' {"code":"stream_not_found","message":"no such stream"}\n')).toMatchObject({
      code: "stream_not_found",
      rawMessage: "no such stream",
    });
  });

  test.each([
    '{"message":"no code here"}',
    '{"code":"","message":"no code here"}',
    '{"code":7,"message":"no code here"}',
  ])("without a code is an http_error: %s", (body) => {
    expect(answer(503, body)).toMatchObject({
      code: "http_error",
      rawMessage: "no code here",
      retryable: true,
      maybeApplied: true,
    });
  });

  test("without a message shows itself", () => {
    expect(answer(403, '{"code":"quota_exhausted"}')).toMatchObject({
      code: "quota_exhausted",
      rawMessage: '{"code":"quota_exhausted"}',
    });
  });

  test("with a code of tomorrow keeps it", () => {
    expect(answer(503, '{"code":"too_sunny","message":"m"}')).toMatchObject({ code: "too_sunny", retryable: true });
  });

  test("names the request and the wait that was asked for", () => {
    const error = answer(429, '{"code":"rate_limited","message":"slow down"}', {
      request: { method: "POST", path: "/v1/streams/a/records" },
      retryAfterMs: 1500,
    });
    expect(error.message).toBe("[rate_limited] slow down (POST /v1/streams/a/records, HTTP 429)");
    expect(error.retryAfterMs).toBe(1500);
  });
});

describe("412", () => {
  test("with a sequence number is a mismatch of it", () => {
    const error = answer(412, '{"seq_num_mismatch":5}') as SeqNumMismatchError;
    expect(error).toBeInstanceOf(SeqNumMismatchError);
    expect(error).toMatchObject({ code: "seq_num_mismatch", status: 412, retryable: false, maybeApplied: false });
    expect([error.expectedSeqNum, error.expectedSeqNumBig, error.expectedSeqNumU64]).toEqual([5, 5n, 5]);
  });

  test("with a sequence number beyond 2^53 − 1 is exact, and refuses to be a number", () => {
    const error = answer(412, '{"seq_num_mismatch":18446744073709551615}') as SeqNumMismatchError;
    expect(error.expectedSeqNumBig).toBe(2n ** 64n - 1n);
    expect(error.message).toContain("18446744073709551615");
    expect(thrownBy(() => error.expectedSeqNum)).toBeInstanceOf(InexactNumberError);
  });

  test("with a fencing token is a mismatch of it, also when it is empty", () => {
    for (const token of ["", "writer-1", 'quo"te']) {
      const error = answer(412, JSON.stringify({ fencing_token_mismatch: token })) as FencingTokenMismatchError;
      expect(error).toBeInstanceOf(FencingTokenMismatchError);
      expect(error).toMatchObject({ code: "fencing_token_mismatch", expectedFencingToken: token, maybeApplied: false });
    }
  });

  test.each([
    "",
    "<html>",
    "{}",
    '{"seq_num_mismatch":"5"}',
    '{"seq_num_mismatch":-1}',
    '{"fencing_token_mismatch":1}',
  ])("with the body %j is a plain error, of which nothing is known", (body) => {
    const error = answer(412, body);
    expect(error.constructor).toBe(ApiError);
    expect(error).toMatchObject({ code: "http_error", retryable: false, maybeApplied: true });
  });

  test("is what the fields mean; with another status they mean nothing", () => {
    expect(answer(400, '{"seq_num_mismatch":5}').code).toBe("http_error");
  });
});

describe("416", () => {
  test("with a tail tells it", () => {
    const error = answer(416, '{"tail":{"seq_num":9007199254740993,"timestamp":7}}') as RangeNotSatisfiableError;
    expect(error).toBeInstanceOf(RangeNotSatisfiableError);
    expect(error.tail).toMatchObject({ seqNumBig: 9_007_199_254_740_993n, timestamp: 7 });
    expect(error).toMatchObject({ code: "range_not_satisfiable", retryable: false, maybeApplied: false });
  });

  test.each(["", "Range Not Satisfiable", "{}", '{"tail":null}', '{"tail":{"seq_num":1}}', '{"tail":[1,2]}'])(
    "with the body %j has no tail, rather than one at 0",
    (body) => {
      const error = answer(416, body) as RangeNotSatisfiableError;
      expect(error).toBeInstanceOf(RangeNotSatisfiableError);
      expect(error.tail).toBeUndefined();
    },
  );
});

test("every answer is an S2Error of its own kind", () => {
  for (const [status, body, name] of [
    [500, "", "ApiError"],
    [412, '{"seq_num_mismatch":5}', "SeqNumMismatchError"],
    [412, '{"fencing_token_mismatch":"t"}', "FencingTokenMismatchError"],
    [416, "", "RangeNotSatisfiableError"],
  ] as const) {
    const error = answer(status, body);
    expect(error.name).toBe(name);
    expect(S2Error.is(error)).toBe(true);
    expect(error).toBeInstanceOf(S2Error);
    expect(error).toBeInstanceOf(Error);
    expect(String(error)).toContain(`${name}: [`);
  }
});
