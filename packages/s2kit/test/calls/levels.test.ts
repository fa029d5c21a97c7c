import { describe, expect, test } from "vitest";
import { type CallOptions, S2, type Stream } from "../../src/index.js";
import { scriptedFetch } from "../support/scripted-fetch.js";

const UNAVAILABLE = { status: 503, body: { code: "unavailable", message: "" } };
const FAST = { minDelayMs: 0, maxDelayMs: 0 };

/** Options at each level; what is left out says nothing. */
interface Levels {
  readonly client?: CallOptions;
  readonly basin?: CallOptions;
  readonly stream?: CallOptions;
}

function streamWith(levels: Levels, fetch: typeof globalThis.fetch): Stream {
  const s2 = new S2({ accessToken: "token", fetch, ...levels.client });
  return s2.basin("some-basin", levels.basin).stream("s", levels.stream);
}

/** A `fetch` that never answers. */
const silence: typeof globalThis.fetch = (input, init) =>
  new Promise((_resolve, reject) => {
    const { signal } = new Request(input, init);
    signal.addEventListener("abort", () => reject(signal.reason));
  });

describe("retry", () => {
  test.for<[string, Levels, CallOptions, number]>([
    ["the default", {}, { retry: FAST }, 3],
    ["the client's", { client: { retry: { ...FAST, maxAttempts: 2 } } }, {}, 2],
    ["the basin's", { client: { retry: { ...FAST, maxAttempts: 2 } }, basin: { retry: { maxAttempts: 4 } } }, {}, 4],
    [
      "the stream's",
      { client: { retry: FAST }, basin: { retry: { maxAttempts: 4 } }, stream: { retry: { maxAttempts: 5 } } },
      {},
      5,
    ],
    [
      "the call's",
      { client: { retry: FAST }, stream: { retry: { maxAttempts: 5 } } },
      { retry: { maxAttempts: 6 } },
      6,
    ],
    ["the call's, in a word", { client: { retry: FAST }, stream: { retry: "forever" } }, { retry: "never" }, 1],
  ])("%s counts, and what it leaves out is the outer level's", async ([, levels, options, attempts]) => {
    const { fetch, sent } = scriptedFetch(UNAVAILABLE);
    await expect(streamWith(levels, fetch).checkTail(options)).rejects.toMatchObject({ code: "unavailable" });
    expect(sent).toHaveLength(attempts);
  });

  test("of a stream decides what its appends may repeat", async () => {
    const { fetch, sent } = scriptedFetch(UNAVAILABLE);
    const stream = streamWith({ stream: { retry: { ...FAST, appends: "noSideEffects" } } }, fetch);
    await expect(stream.append({})).rejects.toMatchObject({ maybeApplied: true });
    expect(sent).toHaveLength(1);
  });
});

describe("time", () => {
  const PLACES: readonly (readonly [name: string, place: (options: CallOptions) => [Levels, CallOptions]])[] = [
    ["a client", (options) => [{ client: options }, {}]],
    ["a basin", (options) => [{ basin: options }, {}]],
    ["a stream", (options) => [{ stream: options }, {}]],
    ["a call", (options) => [{ client: { timeoutMs: 1e9, deadlineMs: 1e9 } }, options]],
  ];

  test.for(PLACES)("of one attempt is limited by %s", async ([, place]) => {
    const [levels, options] = place({ timeoutMs: 1, retry: "never" });
    await expect(streamWith(levels, silence).checkTail(options)).rejects.toMatchObject({ code: "timeout" });
  });

  test.for(PLACES)("of a whole call is limited by %s", async ([, place]) => {
    const [levels, options] = place({ deadlineMs: 1, retry: "forever" });
    await expect(streamWith(levels, silence).checkTail(options)).rejects.toMatchObject({ code: "deadline_exceeded" });
  });
});

test("options out of range are refused where they are given", () => {
  const refused = (field: string) => expect.objectContaining({ code: "invalid_argument", field });
  expect(() => streamWith({ client: { timeoutMs: 0 } }, silence)).toThrow(refused("timeoutMs"));
  expect(() => streamWith({ basin: { deadlineMs: -1 } }, silence)).toThrow(refused("deadlineMs"));
  expect(() => streamWith({ stream: { retry: { maxAttempts: 0 } } }, silence)).toThrow(refused("retry.maxAttempts"));
});
