import assert from "node:assert/strict";
import type { Json, JsonInput } from "../wire/exact-json.js";
import type { Reply, ResponseHead } from "../wire/http-client.js";

/** Asserts the status; the message shows the body. */
export function expectStatus(reply: Reply, status: number): void {
  assert.equal(reply.status, status, `expected ${status}, got ${reply.status} ${reply.text.slice(0, 400)}`);
}

/** Asserts the status and a JSON body that equals `body` member by member. */
export function expectJson(reply: Reply, status: number, body: JsonInput): void {
  expectStatus(reply, status);
  assert.equal(reply.headers["content-type"], "application/json");
  assert.deepEqual(reply.json(), body);
}

/** Asserts an error with a code: JSON of exactly `code` and a message that is not empty. */
export function expectError(reply: Reply, status: number, code: string): void {
  expectStatus(reply, status);
  assert.equal(reply.headers["content-type"], "application/json");
  const body = reply.json<{ code: string; message: string }>();
  assert.equal(body.code, code, reply.text);
  assert.deepEqual(Object.keys(body).sort(), ["code", "message"]);
  assert.equal(typeof body.message, "string");
  assert.notEqual(body.message, "");
}

/** Asserts the status, no body and no content type: what the HTTP layer answers, not the API. */
export function expectEmpty(reply: Reply, status: number): void {
  expectStatus(reply, status);
  assert.equal(reply.text, "");
  assert.equal(reply.headers["content-type"], undefined);
}

/** Asserts the head of an open S2S session. */
export function expectSessionHead(head: ResponseHead): void {
  assert.equal(head.status, 200);
  assert.equal(head.headers["content-type"], "s2s/proto");
}

/** Asserts that `actual` has every member of `expected`, and returns it. */
export function expectMembers<T extends object>(actual: T, expected: Partial<T>): T {
  const picked = Object.fromEntries(
    Object.keys(expected).map((key) => [key, (actual as Record<string, unknown>)[key]]),
  );
  assert.deepEqual(picked, expected);
  return actual;
}

/** Calls `probe` until it does not throw; the last failure is the one reported. For what a server does in the background. */
export async function eventually<T>(probe: () => Promise<T>, limitMs: number = 15_000): Promise<T> {
  const deadline = Date.now() + limitMs;
  for (let pauseMs = 5; ; pauseMs = Math.min(pauseMs * 2, 500)) {
    try {
      return await probe();
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

/** The given rows each with its own message, for cases that go through a table. */
export async function forEachRow<Row>(rows: readonly Row[], check: (row: Row) => Promise<void>): Promise<void> {
  const outcomes = await Promise.allSettled(rows.map(check));
  const failures = outcomes.flatMap((outcome, index) =>
    outcome.status === "rejected" ? [`${show(rows[index])}: ${(outcome.reason as Error).message}`] : [],
  );
  assert.deepEqual(failures, [], failures.join("\n"));
}

function show(row: unknown): string {
  const text =
    JSON.stringify(row, (_key, value: Json) => (typeof value === "bigint" ? `${value}n` : value)) ?? String(row);
  return text.length > 120 ? `${text.slice(0, 120)}...` : text;
}
