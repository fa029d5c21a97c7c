import { describe, expect, test } from "vitest";
import { errorFromAnswer, judge, meaningOf, statusOfErrorBody } from "../src/internal.js";

type Verdict = "again" | "ambiguous" | "final" | "gone";

/** The whole table of codes: status, and what the code proves about trying again and about effects. */
const TABLE: readonly (readonly [code: string, status: number, verdict: Verdict])[] = [
  ["rate_limited", 429, "again"],
  ["transaction_conflict", 409, "again"],
  ["hot_server", 502, "again"],
  ["server_draining", 503, "again"],
  ["request_timeout", 408, "ambiguous"],
  ["other", 500, "ambiguous"],
  ["storage", 500, "ambiguous"],
  ["unavailable", 503, "ambiguous"],
  ["upstream_timeout", 504, "ambiguous"],
  ["bad_frame", 400, "final"],
  ["bad_header", 400, "final"],
  ["bad_json", 400, "final"],
  ["bad_path", 400, "final"],
  ["bad_proto", 400, "final"],
  ["bad_query", 400, "final"],
  ["decryption_failed", 400, "final"],
  ["authn", 401, "final"],
  ["permission_denied", 403, "final"],
  ["quota_exhausted", 403, "final"],
  ["access_token_not_found", 404, "final"],
  ["basin_not_found", 404, "final"],
  ["stream_not_found", 404, "final"],
  ["resource_already_exists", 409, "final"],
  ["basin_deletion_pending", 409, "final"],
  ["stream_deletion_pending", 409, "final"],
  ["invalid", 422, "final"],
  ["not_implemented", 501, "final"],
  ["client_hangup", 499, "gone"],
];

const RETRYABLE: Readonly<Record<Verdict, boolean>> = { again: true, ambiguous: true, final: false, gone: false };
const DEFINITE: Readonly<Record<Verdict, boolean>> = { again: true, ambiguous: false, final: true, gone: false };

describe.each(TABLE)("%s", (code, status, verdict) => {
  const body = JSON.stringify({ code, message: "said so" });

  test(`with its own status ${status} is ${verdict}`, () => {
    expect(judge(status, code)).toEqual({ retryable: RETRYABLE[verdict], definite: DEFINITE[verdict] });
    expect(errorFromAnswer({ status, body, mutates: true })).toMatchObject({
      code,
      status,
      rawMessage: "said so",
      retryable: RETRYABLE[verdict],
      maybeApplied: !DEFINITE[verdict],
    });
  });

  test("never leaves a read maybe applied", () => {
    expect(errorFromAnswer({ status, body, mutates: false }).maybeApplied).toBe(false);
  });

  test("with any other status proves nothing and is not tried again", () => {
    for (const other of [400, 409, 429, 500, 502, 503, 504].filter((candidate) => candidate !== status)) {
      expect(judge(other, code)).toEqual({ retryable: false, definite: false });
    }
  });

  test(`stands for ${status} where no status came with it`, () => {
    expect(statusOfErrorBody(body)).toBe(status);
  });
});

describe("without a code that is known", () => {
  test.each([
    [408, true],
    [429, true],
    [500, true],
    [502, true],
    [503, true],
    [504, true],
    [0, false],
    [400, false],
    [404, false],
    [409, false],
    [412, false],
    [499, false],
    [501, false],
    [505, false],
  ])("status %i decides whether trying again can help (%s), and nothing about effects", (status, retryable) => {
    expect(judge(status, undefined)).toEqual({ retryable, definite: false });
    expect(judge(status, "a_code_of_tomorrow")).toEqual({ retryable, definite: false });
  });

  test("names of an object's own machinery are no codes", () => {
    expect(meaningOf("constructor")).toBeUndefined();
    expect(meaningOf("__proto__")).toBeUndefined();
  });

  test.each([
    ['{"seq_num_mismatch":5}', 412],
    ['{"fencing_token_mismatch":""}', 412],
    ['{"tail":{"seq_num":1,"timestamp":2}}', 416],
    ['{"code":"a_code_of_tomorrow"}', 500],
    ["not json", 500],
    ["", 500],
    ["[]", 500],
  ])("the body %s stands for status %i", (body, status) => {
    expect(statusOfErrorBody(body)).toBe(status);
  });
});
