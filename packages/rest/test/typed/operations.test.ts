import { describe, expect, expectTypeOf, test } from "vitest";
import {
  append,
  type components,
  deleteStream,
  ensureStream,
  getStreamConfig,
  listBasins,
  listStreams,
  read,
  revokeAccessToken,
  setDefaultLocation,
  streamMetrics,
} from "../../src/index.js";
import { reasonOf, rejection, rig } from "../support/client.js";
import { idle } from "../support/fake-clock.js";
import { endless, json, type SentRequest, silence } from "../support/scripted-fetch.js";
import { WatchedSignal } from "../support/watched-signal.js";

const PAGE = json(200, { basins: [], has_more: false });
const IN_BASIN = { server: { basin: "my-basin" } } as const;
const OF_STREAM = { ...IN_BASIN, path: { stream: "my-stream" } } as const;

function text({ body }: SentRequest): string {
  return new TextDecoder().decode(body as Uint8Array);
}

describe("a generated function", () => {
  test("resolves with typed data", async () => {
    const { client, fetch } = rig([PAGE]);
    const { data, error } = await listBasins(client, { query: { prefix: "my-", limit: 10 } });
    expectTypeOf(data).toEqualTypeOf<components["schemas"]["ListBasinsResponse"] | undefined>();
    expect([data, error]).toEqual([{ basins: [], has_more: false }, undefined]);
    expect(fetch.sent[0]?.url).toBe("https://a.s2.dev/v1/basins?prefix=my-&limit=10");
  });

  test("goes to the basin's endpoint, and names the basin where the host does not", async () => {
    const streams = json(200, { streams: [], has_more: false });
    const cloud = rig([streams]);
    await listStreams(cloud.client, IN_BASIN);
    expect(cloud.fetch.sent[0]?.url).toBe("https://my-basin.b.s2.dev/v1/streams");
    expect(cloud.fetch.sent[0]?.headers.has("s2-basin")).toBe(false);
    const local = rig([streams], { endpoints: "http://localhost:8080?zone=1" });
    await listStreams(local.client, { ...IN_BASIN, query: { limit: 1 } });
    expect(local.fetch.sent[0]?.url).toBe("http://localhost:8080/streams?zone=1&limit=1");
    expect(local.fetch.sent[0]?.headers.get("s2-basin")).toBe("my-basin");
  });

  test("sends metrics of a basin to the account, without naming the basin in a header", async () => {
    const { client, fetch } = rig([json(200, { values: [] })], { endpoints: "localhost" });
    await streamMetrics(client, { path: { basin: "my-basin", stream: "a/b" }, query: { set: "storage" } });
    expect(fetch.sent[0]?.url).toBe("http://localhost/v1/metrics/my-basin/a%2Fb?set=storage");
    expect(fetch.sent[0]?.headers.has("s2-basin")).toBe(false);
  });

  test("sends JSON with integers beyond 2^53 as they are, and reads them so", async () => {
    const answer = new Response('{"tail":{"seq_num":18446744073709551615,"timestamp":9007199254740993}}', {
      headers: { "content-type": "application/json" },
    });
    const { client, fetch } = rig([answer]);
    const { data } = await append(client, {
      ...OF_STREAM,
      body: { records: [{}], match_seq_num: 9_007_199_254_740_993n as unknown as number },
    });
    expect(text(fetch.sent[0] as SentRequest)).toBe('{"records":[{}],"match_seq_num":9007199254740993}');
    expect(data?.tail).toEqual({ seq_num: 18_446_744_073_709_551_615n, timestamp: 9_007_199_254_740_993n });
  });

  test("tells nothing of an encoding that is undone already", async () => {
    const { client } = rig([json(200, { has_more: false }, { "content-encoding": "gzip", "content-length": "7" })]);
    const { response } = await listBasins(client);
    expect([...response.headers.keys()]).toEqual(["content-type"]);
  });

  test("sends a bare string as JSON", async () => {
    const { client, fetch } = rig([json(200, { name: "aws:us-east-1", is_private: false })]);
    await setDefaultLocation(client, { body: "aws:us-east-1" });
    expect(text(fetch.sent[0] as SentRequest)).toBe('"aws:us-east-1"');
    expect(fetch.sent[0]?.headers.get("content-type")).toBe("application/json");
  });

  test("sends neither a body nor its type when there is none", async () => {
    const { client, fetch } = rig([json(201, {})]);
    await ensureStream(client, OF_STREAM);
    expect([fetch.sent[0]?.body, fetch.sent[0]?.headers.has("content-type")]).toEqual([undefined, false]);
  });

  test("has neither data nor an error when the answer has no body", async () => {
    for (const status of [202, 204]) {
      const { client } = rig([new Response(null, { status })]);
      const { data, error, response } = await deleteStream(client, OF_STREAM);
      expect([data, error, response.status]).toEqual([undefined, undefined, status]);
    }
  });

  test.each(["a/b", "ümlaut", "a b", "a?b#c", "a%2Fb", "a\\b", "...", "a+b&c=d"])(
    "keeps a stream's name whole: %s",
    async (stream) => {
      const { client, fetch } = rig([json(200, {})]);
      await getStreamConfig(client, { ...IN_BASIN, path: { stream } });
      expect(fetch.sent[0]?.url).toBe(`https://my-basin.b.s2.dev/v1/streams/${encodeURIComponent(stream)}`);
    },
  );

  test.each([
    ["path.stream", ".."],
    ["path.stream", "."],
    ["path.stream", ""],
    ["path.stream", "a\0b"],
    ["path.stream", "x".repeat(513)],
    ["path.stream", "\ud800"],
    ["path.stream", undefined],
    ["path.id", ".."],
    ["path.basin", "UPPER-CASE"],
    ["basin", "evil.example"],
  ])("refuses a name in %s that leads nowhere before anything is sent: %j", async (field, name) => {
    const { client, fetch } = rig([PAGE]);
    const value = name as string;
    const calls: Record<string, () => Promise<unknown>> = {
      "path.stream": () => deleteStream(client, { ...IN_BASIN, path: { stream: value } }),
      "path.id": () => revokeAccessToken(client, { path: { id: value } }),
      "path.basin": () => streamMetrics(client, { path: { basin: value, stream: "s" }, query: { set: "storage" } }),
      basin: () => listStreams(client, { server: { basin: value } }),
    };
    expect(await rejection((calls[field] as () => Promise<unknown>)())).toMatchObject({
      code: "invalid_argument",
      field,
    });
    expect(fetch.sent.length).toBe(0);
  });
});

describe("limits of one call", () => {
  test("come from a view of the client", async () => {
    const { client, fetch, clock } = rig([silence]);
    const call = listBasins(client.with({ timeoutMs: 30, retry: { maxAttempts: 2 }, deadlineMs: 10_000 }));
    expect(reasonOf(await clock.settle(call))).toMatchObject({ code: "timeout" });
    expect([clock.now(), fetch.sent.length]).toEqual([160, 2]);
  });

  test("grant a long poll its wait", async () => {
    const { client, clock } = rig([silence], { retry: "never" });
    await clock.settle(read(client, { ...OF_STREAM, query: { wait: 60 } }));
    expect(clock.now()).toBe(65_000);
  });
});

describe("openapi-fetch under it", () => {
  test("can be used directly, with every method", async () => {
    const { client, fetch } = rig([PAGE]);
    expect((await client.http.GET("/basins")).data).toEqual({ basins: [], has_more: false });
    await client.http.DELETE("/basins/{basin}", { params: { path: { basin: "my-basin" } } });
    expect(fetch.sent.map(({ method, url }) => `${method} ${url}`)).toEqual([
      "GET https://a.s2.dev/v1/basins",
      "DELETE https://a.s2.dev/v1/basins/my-basin",
    ]);
  });

  test("runs a call's middleware, and keeps its signal when that replaces the request", async () => {
    const { client, fetch } = rig([silence]);
    const caller = new WatchedSignal();
    const middleware = [
      { onRequest: ({ request }: { request: Request }) => new Request(request, { headers: { "x-a": "1" } }) },
    ];
    const call = rejection(listBasins(client, { signal: caller.signal, middleware }));
    await idle();
    expect(fetch.sent[0]?.headers.get("x-a")).toBe("1");
    caller.abort("enough");
    expect(await call).toBe("enough");
  });

  test("gives a call's own fetch the request, without a token", async () => {
    const { client, fetch } = rig([PAGE]);
    let seen: Request | undefined;
    const { data } = await listBasins(client, {
      fetch: async (request) => {
        seen = request;
        return PAGE.clone();
      },
    });
    expect(data?.has_more).toBe(false);
    expect([seen?.url, seen?.headers.has("authorization")]).toEqual(["https://a.s2.dev/v1/basins", false]);
    expect(fetch.sent.length).toBe(0);
  });

  test("hands events on as they come", async () => {
    const events = new Response(endless().body, { headers: { "content-type": "text/event-stream" } });
    const { client } = rig([() => events]);
    const { data } = await read(client, { ...OF_STREAM, headers: { accept: "text/event-stream" }, parseAs: "stream" });
    const { value } = await (data as ReadableStream<Uint8Array>).getReader().read();
    expect(new TextDecoder().decode(value)).toBe('{"half":');
  });
});
