import { describe, expect, test } from "vitest";
import {
  append,
  createBasin,
  type createRestClient,
  createStream,
  deleteStream,
  ensureStream,
  issueAccessToken,
  listBasins,
  reconfigureStream,
  revokeAccessToken,
} from "../../src/index.js";
import { rig } from "../support/client.js";
import { refusal, type SentRequest } from "../support/scripted-fetch.js";

const AMBIGUOUS = refusal(503, "unavailable");
const IN_BASIN = { server: { basin: "my-basin" } } as const;
const OF_STREAM = { ...IN_BASIN, path: { stream: "my-stream" } } as const;

describe("what may be sent again", () => {
  async function attempts(
    call: (client: ReturnType<typeof createRestClient>) => Promise<unknown>,
  ): Promise<SentRequest[]> {
    const { client, fetch, clock } = rig([AMBIGUOUS], { retry: { appends: "noSideEffects" } });
    await clock.settle(call(client));
    return fetch.sent;
  }

  test.each<[string, number, (client: ReturnType<typeof createRestClient>) => Promise<unknown>]>([
    ["listBasins", 3, (it) => listBasins(it)],
    ["createBasin", 3, (it) => createBasin(it, { body: { basin: "my-basin" } })],
    ["createStream", 3, (it) => createStream(it, { ...IN_BASIN, body: { stream: "s" } })],
    ["ensureStream", 3, (it) => ensureStream(it, OF_STREAM)],
    ["reconfigureStream", 3, (it) => reconfigureStream(it, { ...OF_STREAM, body: {} })],
    ["deleteStream", 3, (it) => deleteStream(it, OF_STREAM)],
    ["revokeAccessToken", 3, (it) => revokeAccessToken(it, { path: { id: "t" } })],
    ["append", 1, (it) => append(it, { ...OF_STREAM, body: { records: [{}] } })],
    ["issueAccessToken", 1, (it) => issueAccessToken(it, { body: { id: "t", scope: {} } })],
  ])("%s is sent %i times when failures are ambiguous", async (_name, count, call) => {
    expect((await attempts(call)).length).toBe(count);
  });

  test("an operation that posts and is not known is sent once when the failure is ambiguous", async () => {
    const post = (it: ReturnType<typeof createRestClient>): Promise<unknown> =>
      (it.http as unknown as { POST(path: string, init: object): Promise<unknown> }).POST("/streams/copies", {
        body: {},
      });
    expect((await attempts(post)).length).toBe(1);
  });

  test("a creation carries one random request token through all attempts", async () => {
    for (const create of [
      (it: ReturnType<typeof createRestClient>) => createBasin(it, { body: { basin: "my-basin" } }),
      (it: ReturnType<typeof createRestClient>) => createStream(it, { ...IN_BASIN, body: { stream: "s" } }),
    ]) {
      const tokens = [...(await attempts(create)), ...(await attempts(create))].map(({ headers }) =>
        headers.get("s2-request-token"),
      );
      expect(new Set(tokens.slice(0, 3)).size).toBe(1);
      expect(new Set(tokens).size).toBe(2);
      expect(tokens[0]).toMatch(/^[0-9a-f]{32}$/);
    }
  });

  test("a creation keeps the caller's request token", async () => {
    const header = { "s2-request-token": "mine" };
    const [sent] = await attempts((it) => createBasin(it, { header, body: { basin: "my-basin" } }));
    expect(sent?.headers.get("s2-request-token")).toBe("mine");
  });

  test("nothing else carries a request token", async () => {
    const [sent] = await attempts((it) => append(it, { ...OF_STREAM, body: { records: [{}] } }));
    expect(sent?.headers.has("s2-request-token")).toBe(false);
  });
});
