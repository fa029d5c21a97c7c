import { describe, expect, test } from "vitest";
import type { TokenRequest } from "../../src/index.js";
import { APPEND, GET, reasonOf, rejection, rig } from "../support/client.js";
import { json, refusal, type SentRequest, type Step } from "../support/scripted-fetch.js";

const OK = json(200, {});
const AUTHN = refusal(401, "authn");

/** Takes the tokens that are given, refuses all others. */
function gate(...valid: string[]): Step {
  return ({ headers }: SentRequest) => (valid.includes(bearer(headers)) ? OK.clone() : AUTHN.clone());
}

function bearer(headers: Headers): string {
  return headers.get("authorization")?.replace("Bearer ", "") ?? "";
}

/** Gives `token-1`, and each time that a token was rejected the next one. */
function rotating(): { asked: TokenRequest[]; provider: (request: TokenRequest) => Promise<string> } {
  const asked: TokenRequest[] = [];
  let generation = 1;
  return {
    asked,
    async provider(request) {
      asked.push(request);
      if (request.rejectedToken === `token-${generation}`) generation++;
      return `token-${generation}`;
    },
  };
}

describe("a token of its own", () => {
  test("goes out as a bearer token", async () => {
    const { client, fetch } = rig([OK]);
    await client.send(GET);
    expect(fetch.sent[0]?.headers.get("authorization")).toBe("Bearer token-1");
  });

  test.each([AUTHN, refusal(403, "permission_denied")])("is final when it is refused: %#", async (answer) => {
    const { client, fetch } = rig([answer, OK]);
    expect(await rejection(client.send(GET))).toMatchObject({ status: answer.status, retryable: false });
    expect(fetch.sent.length).toBe(1);
  });

  test.each(["", "two words", "new\nline", "ümlaut", undefined, 7])("is refused when it is %j", (accessToken) => {
    expect(() => rig([], { accessToken: accessToken as string })).toThrow(
      expect.objectContaining({ code: "invalid_argument", field: "accessToken" }),
    );
  });
});

test("a token that is missing is told from one that cannot be one, which is not shown", () => {
  const message = (accessToken: unknown): string => {
    try {
      rig([], { accessToken: accessToken as string });
    } catch (error) {
      return (error as Error).message;
    }
    return "";
  };
  expect(message(undefined)).toContain("got undefined");
  expect(message("")).toContain("got an empty string");
  expect(message("two words")).toContain("got something else");
});

describe("a token provider", () => {
  test("is asked before every attempt", async () => {
    let count = 0;
    const steps = [refusal(503, "unavailable"), OK];
    const { client, fetch, clock } = rig(steps, { accessToken: () => `token-${++count}` });
    await clock.settle(client.send(GET));
    await client.send(GET);
    expect(fetch.sent.map(({ headers }) => bearer(headers))).toEqual(["token-1", "token-2", "token-3"]);
  });

  test.each([AUTHN, refusal(403, "permission_denied"), new Response(null, { status: 401 })])(
    "is told of a refused token, and asked once more at once: %#",
    async (answer) => {
      const { asked, provider } = rotating();
      const { client, fetch, clock } = rig([answer, OK], { accessToken: provider, retry: "never" });
      expect((await clock.settle(client.send(GET))).status).toBe("fulfilled");
      expect(asked).toEqual([{}, { rejectedToken: "token-1" }]);
      expect(fetch.sent.map(({ headers }) => bearer(headers))).toEqual(["token-1", "token-2"]);
      expect(clock.now()).toBe(0);
    },
  );

  test("is not told of a refusal that another token does not mend", async () => {
    const { asked, provider } = rotating();
    const { client } = rig([refusal(403, "quota_exhausted"), OK], { accessToken: provider });
    expect(await rejection(client.send(GET))).toMatchObject({ code: "quota_exhausted" });
    await client.send(GET);
    expect(asked).toEqual([{}, {}]);
  });

  test("fails the call when the second token is refused too", async () => {
    const { client, fetch } = rig([gate()], { accessToken: rotating().provider, retry: "forever" });
    expect(await rejection(client.send(APPEND))).toMatchObject({ code: "authn", maybeApplied: false });
    expect(fetch.sent.length).toBe(2);
  });

  test("is not asked a third time in one call, though others bring newer tokens meanwhile", async () => {
    let count = 0;
    const steps: Step[] = [
      async () => {
        await client.authorize("account");
        return AUTHN.clone();
      },
    ];
    const { client, fetch } = rig(steps, { accessToken: () => `token-${++count}`, retry: "never" });
    expect(await rejection(client.send(GET))).toMatchObject({ code: "authn" });
    expect(fetch.sent.length).toBe(2);
  });

  test("does not send a streamed body again", async () => {
    const { client, fetch } = rig([AUTHN, OK], { accessToken: rotating().provider });
    const body = new ReadableStream<Uint8Array>({ start: (controller) => controller.close() });
    expect(await rejection(client.send({ ...APPEND, body }))).toMatchObject({ code: "authn" });
    expect(fetch.sent.length).toBe(1);
  });

  test("is told in the next call of a replacement that was refused", async () => {
    const { asked, provider } = rotating();
    const { client } = rig([gate("token-3")], { accessToken: provider });
    await rejection(client.send(GET));
    await client.send(GET);
    expect(asked).toEqual([{}, { rejectedToken: "token-1" }, { rejectedToken: "token-2" }]);
  });

  test("serves calls at once whose common token is refused: each of them succeeds", async () => {
    const { client } = rig([gate("token-2")], { accessToken: rotating().provider, retry: "never" });
    const calls = await Promise.all(Array.from({ length: 20 }, () => client.send(GET)));
    expect(calls.length).toBe(20);
  });

  test("is heard again when a token that was taken is refused later", async () => {
    const valid = ["token-1"];
    const { client } = rig([(request) => (gate(...valid) as (it: SentRequest) => Response)(request)], {
      accessToken: rotating().provider,
      retry: "never",
    });
    for (let generation = 1; generation < 6; generation++) {
      valid[0] = `token-${generation}`;
      expect((await client.send(GET)).status).toBe(200);
    }
  });

  test("does not repeat what must not be repeated when the refusal is not certain", async () => {
    const answer = new Response("who are you?", { status: 401 });
    const { client, fetch } = rig([answer, OK], { accessToken: rotating().provider });
    const call = client.send({ ...APPEND, retry: { appends: "noSideEffects" } });
    expect(await rejection(call)).toMatchObject({ status: 401, maybeApplied: true });
    expect(fetch.sent.length).toBe(1);
  });

  test("may fail now and then: it is asked again within the budget", async () => {
    let count = 0;
    const { client, fetch, clock } = rig([OK], {
      accessToken: () => {
        if (++count < 3) throw new Error("vault sealed");
        return "token-1";
      },
    });
    expect((await clock.settle(client.send(APPEND))).status).toBe("fulfilled");
    expect([count, fetch.sent.length, clock.now()]).toEqual([3, 1, 300]);
  });

  test("fails the call when it fails for good, and then certainly nothing was applied", async () => {
    const sealed = new Error("vault sealed");
    const { client, fetch, clock } = rig([OK], { accessToken: async () => Promise.reject(sealed) });
    const error = reasonOf(await clock.settle(client.send(APPEND)));
    expect(error).toMatchObject({ code: "token_unavailable", maybeApplied: false });
    expect((error as Error).cause).toBe(sealed);
    expect([fetch.sent.length, clock.pending]).toEqual([0, 0]);
  });

  test("fails the call at once when it gives what cannot be a token", async () => {
    const { client, clock } = rig([OK], { accessToken: () => "" });
    expect(await rejection(client.send(GET))).toMatchObject({ code: "token_unavailable", retryable: false });
    expect(clock.now()).toBe(0);
  });
});

describe("authorize, for requests that go other ways", () => {
  test("turns a refused token into something to retry, once, until a token is taken", async () => {
    const { asked, provider } = rotating();
    const { client } = rig([AUTHN], { accessToken: provider });
    const refused = (await rejection(rig([AUTHN]).client.send(GET))) as never;
    const basin = { basin: "my-basin" };

    expect(await client.authorize(basin)).toMatchObject({ authorization: "Bearer token-1" });
    expect(client.judgeRejection(refused)).toMatchObject({ code: "authn", retryable: true });
    expect(await client.authorize(basin)).toMatchObject({ authorization: "Bearer token-2" });
    expect(client.judgeRejection(refused).retryable).toBe(false);
    expect(await client.authorize(basin)).toMatchObject({ authorization: "Bearer token-3" });
    client.accepted();
    expect(client.judgeRejection(refused).retryable).toBe(true);
    expect(asked.map(({ rejectedToken }) => rejectedToken)).toEqual([undefined, "token-1", "token-2"]);
  });

  test("blames the token that was sent, not a newer one", async () => {
    const { asked, provider } = rotating();
    let renew = false;
    const { client } = rig([AUTHN], {
      accessToken: (request) => provider(renew ? { rejectedToken: "token-1" } : request),
    });
    const refused = (await rejection(rig([AUTHN]).client.send(GET))) as never;
    const old = await client.authorize("account");
    renew = true;
    await client.authorize("account");
    renew = false;
    expect(client.judgeRejection(refused, old).retryable).toBe(true);
    await client.authorize("account");
    expect(asked.at(-1)).toEqual({});
  });

  test("leaves other errors, and those of a fixed token, as they are", async () => {
    const refused = (await rejection(rig([AUTHN]).client.send(GET))) as never;
    expect(rig([]).client.judgeRejection(refused)).toBe(refused);
    const other = (await rejection(rig([refusal(404, "basin_not_found")]).client.send(GET))) as never;
    expect(rig([], { accessToken: rotating().provider }).client.judgeRejection(other)).toBe(other);
  });
});
