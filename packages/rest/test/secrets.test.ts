import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { createRestClient, issueAccessToken, type LogEvent } from "../src/index.js";
import { APPEND, GET, rejection, rig } from "./support/client.js";
import { json, refusal, type Step } from "./support/scripted-fetch.js";

const SECRET = "s3cr3t-t0ken";
const HEADER_SECRET = "an-encryption-key";
const OPTIONS = { accessToken: SECRET, headers: { "s2-encryption-key": HEADER_SECRET } };

function show(value: unknown): string {
  const deep = inspect(value, { depth: 20, showHidden: true, getters: false });
  const stack = value instanceof Error ? (value.stack ?? "") : "";
  return `${deep}\n${stack}\n${String(value)}\n${JSON.stringify(value) ?? ""}`;
}

function expectNoSecret(value: unknown): void {
  const shown = show(value);
  expect(shown).not.toContain(SECRET);
  expect(shown).not.toContain(HEADER_SECRET);
}

describe("secrets are not shown", () => {
  test("by a client, its views or its openapi-fetch client", () => {
    const { client } = rig([], OPTIONS);
    for (const value of [client, client.with({ timeoutMs: 1 }), client.http, [client]]) expectNoSecret(value);
  });

  test.each<[string, Step]>([
    ["an error answer", refusal(403, "permission_denied")],
    [
      "a failed connection",
      new TypeError("fetch failed", { cause: Object.assign(new Error(), { code: "ECONNRESET" }) }),
    ],
    ["a redirect", new Response(null, { status: 302, headers: { location: "https://evil.example" } })],
    ["a foreign content type", new Response("<html>", { headers: { "content-type": "text/html" } })],
    ["an unknown failure", new Error("?")],
  ])("by the error of %s", async (_name, step) => {
    const { client } = rig([step], { ...OPTIONS, retry: "never" });
    expectNoSecret(await rejection(client.send(APPEND)));
  });

  test("by the error of a token that cannot be one, fixed or provided", async () => {
    const bad = `${SECRET} `;
    let thrown: unknown;
    try {
      createRestClient({ accessToken: bad });
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(Error);
    expectNoSecret(thrown);
    const { client } = rig([], { accessToken: () => bad, retry: "never" });
    expectNoSecret(await rejection(client.send(GET)));
  });

  test("by the error of a default header that cannot be one", () => {
    let thrown: unknown;
    try {
      createRestClient({ accessToken: "t", headers: { "s2-encryption-key": `${HEADER_SECRET}\n` } });
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(Error);
    expectNoSecret(thrown);
  });

  test("by the error of an issued token's answer that cannot be read", async () => {
    const { client } = rig([new Response(`{"access_token":"${SECRET}"`, { status: 201 })]);
    expectNoSecret(await rejection(issueAccessToken(client, { body: { id: "t", scope: {} } })));
  });

  test("by the log", async () => {
    const events: LogEvent[] = [];
    const steps = [refusal(401, "authn"), refusal(503, "unavailable"), json(200, { body: SECRET })];
    const { client, clock } = rig(steps, {
      ...OPTIONS,
      accessToken: () => SECRET,
      logger: (event) => events.push(event),
    });
    const call = client.send({ ...APPEND, body: SECRET, query: `q=${SECRET}`, retry: { appends: "all" } });
    expect((await clock.settle(call)).status).toBe("fulfilled");
    expect(events.length).toBe(3);
    for (const event of events) expectNoSecret(event);
  });
});

describe("the log", () => {
  test("tells of every retry and of the answer", async () => {
    const events: LogEvent[] = [];
    const { client, clock } = rig([refusal(503, "unavailable"), json(200, {})], { logger: (it) => events.push(it) });
    await clock.settle(client.send(GET));
    const request = { method: "GET", path: "/basins" };
    expect(events).toEqual([
      {
        level: "warn",
        message: "trying again",
        fields: { ...request, code: "unavailable", status: 503, attempt: 1, delayMs: 100 },
      },
      { level: "debug", message: "answered", fields: { ...request, ms: 0 } },
    ]);
  });

  test("cannot break a call", async () => {
    const { client, clock } = rig([refusal(503, "unavailable"), json(200, {})], {
      logger: () => {
        throw new Error("disk full");
      },
    });
    expect((await clock.settle(client.send(GET))).status).toBe("fulfilled");
  });
});
