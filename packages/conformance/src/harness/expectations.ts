import assert from "node:assert/strict";
import type { JsonInput } from "../wire/exact-json.js";
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

/** Asserts a created, ensured or replayed resource: status and what the server says it did. */
export function expectProvisioned(reply: Reply, status: number, result: "created" | "updated" | "noop"): void {
  expectStatus(reply, status);
  assert.equal(reply.headers["s2-provision-result"], result);
}

/** Asserts the head of an open S2S session. */
export function expectSessionHead(head: ResponseHead): void {
  assert.equal(head.status, 200);
  assert.equal(head.headers["content-type"], "s2s/proto");
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

/** Checks every row, all at once, and reports each row that failed with its own message. */
export async function forEachRow<Row>(rows: readonly Row[], check: (row: Row) => Promise<void>): Promise<void> {
  const outcomes = await Promise.allSettled(rows.map(check));
  const failures = outcomes.flatMap((outcome, index) =>
    outcome.status === "rejected"
      ? [`${clipped(rowText(rows[index]), 120)}: ${clipped(String(outcome.reason), 600)}`]
      : [],
  );
  if (failures.length > 0) assert.fail(failures.join("\n"));
}

function rowText(row: unknown): string {
  return JSON.stringify(row, (_key, value) => (typeof value === "bigint" ? `${value}n` : value)) ?? String(row);
}

function clipped(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}...` : text;
}
