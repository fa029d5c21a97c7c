import { beforeAll, describe, expect, test } from "vitest";
import { generate } from "../src/index.js";
import { load } from "./support/compile.js";
import { frozen, unusual } from "./support/documents.js";
import { json, recordingClient } from "./support/recording-client.js";

type Functions = Awaited<ReturnType<typeof load>>;
let s2: Functions;
let odd: Functions;

beforeAll(async () => {
  s2 = await load(await generate(frozen()));
  odd = await load(await generate(unusual()));
});

const server = { basin: "my-basin" };

/** Calls a generated function and returns what it sent. */
async function request(name: string, options?: unknown, functions = s2) {
  const client = recordingClient([json("{}")]);
  await functions[name]?.(client, options);
  expect(client.sent).toHaveLength(1);
  return client.sent[0];
}

describe("address", () => {
  test("is the client's for operations without one of their own", async () => {
    const sent = await request("listBasins", { query: { prefix: "a b", limit: 5, start_after: undefined } });
    expect(sent).toMatchObject({ method: "GET", url: "https://a.test/v1/basins?prefix=a%20b&limit=5", body: "" });
  });

  test("takes no options where none are required", async () => {
    expect(await request("listBasins")).toMatchObject({ method: "GET", url: "https://a.test/v1/basins" });
  });

  test("is expanded from the documented one", async () => {
    const sent = await request("listStreams", { server });
    expect(sent?.url).toBe("https://my-basin.b.s2.dev/v1/streams");
  });

  test("is encoded, so that a variable cannot name another host", async () => {
    const attempt = request("listStreams", { server: { basin: "evil.test/" } });
    await expect(attempt).rejects.toThrow(/Invalid URL|parse URL/);
  });

  test("is refused when a variable is missing", async () => {
    await expect(request("listStreams", { server: {} })).rejects.toThrow("options.server.basin is missing");
  });

  test("is the one that the client resolves, with its headers", async () => {
    const asked: unknown[] = [];
    const client = {
      ...recordingClient([json("{}")]),
      resolveServer(where: unknown) {
        asked.push(where);
        return { baseUrl: "http://localhost:8080/v1/", headers: { "s2-basin": "my-basin" } };
      },
    };
    await s2["listStreams"]?.(client, { server });
    await s2["listStreams"]?.(client, { server, headers: { "S2-Basin": "other-basin" } });
    await s2["listBasins"]?.(client);
    expect(asked).toEqual(Array(2).fill({ url: "https://{basin}.b.s2.dev/v1", variables: server }));
    expect(client.sent.map(({ url }) => url)).toEqual([
      "http://localhost:8080/v1/streams",
      "http://localhost:8080/v1/streams",
      "https://a.test/v1/basins",
    ]);
    expect(client.sent.map(({ headers }) => headers["s2-basin"])).toEqual(["my-basin", "other-basin", undefined]);
  });

  test("has no variables where it is fixed, and still goes through the client", async () => {
    expect((await request("readLog", { path: { id: "1" } }, odd))?.url).toBe(
      "https://logs.unusual.test/v2/things/1/log",
    );
    const asked: unknown[] = [];
    const client = {
      ...recordingClient([new Response("log")]),
      resolveServer: (where: unknown) => {
        asked.push(where);
        return { baseUrl: "https://mirror.test" };
      },
    };
    await odd["readLog"]?.(client, { path: { id: "1" } });
    expect(asked).toEqual([{ url: "https://logs.unusual.test/v2", variables: {} }]);
    expect(client.sent[0]?.url).toBe("https://mirror.test/things/1/log");
  });

  test("percent-encodes names in the path", async () => {
    const stream = "a/b c?d#é";
    const sent = await request("checkTail", { path: { stream }, server });
    expect(sent?.url).toBe("https://my-basin.b.s2.dev/v1/streams/a%2Fb%20c%3Fd%23%C3%A9/records/tail");
  });

  test("keeps 64-bit integers exact in the query", async () => {
    const query = { seq_num: 18446744073709551615n, count: 10, clamp: true };
    const sent = await request("read", { path: { stream: "s" }, query, server });
    expect(sent?.url).toContain("/records?seq_num=18446744073709551615&count=10&clamp=true");
  });
});

describe("parameters that travel as JSON", () => {
  test("are compact ASCII in a header", async () => {
    const config = { storage_class: "expreß\u0001 😀", delete_on_empty: { min_age_secs: 18446744073709551615n } };
    const header = { "s2-stream-config": config, "s2-format": "base64" };
    const sent = await request("read", { path: { stream: "s" }, header, server });
    expect(sent?.headers["s2-format"]).toBe("base64");
    expect(sent?.headers["s2-stream-config"]).toBe(
      '{"storage_class":"expre\\u00df\\u0001 \\ud83d\\ude00","delete_on_empty":{"min_age_secs":18446744073709551615}}',
    );
  });

  test("are not sent when undefined", async () => {
    const header = { "s2-stream-config": undefined };
    const sent = await request("read", { path: { stream: "s" }, header, server });
    expect(Object.keys(sent?.headers ?? {})).not.toContain("s2-stream-config");
  });

  test("are percent-encoded in the query", async () => {
    const options = {
      path: { thing: "t" },
      query: { filter: { text: "a&b" }, tags: ["x", "y"] },
      header: { trace: 1n },
    };
    const sent = await request("getThingsByThing", options, odd);
    expect(sent?.url).toBe("https://a.test/v1/things/t?filter=%7B%22text%22%3A%22a%26b%22%7D&tags=x&tags=y");
    expect(sent?.headers["trace"]).toBe("1");
  });

  test("may be left out together with all other options", async () => {
    expect((await request("events", undefined, odd))?.url).toBe("https://a.test/v1/events");
    const sent = await request("events", { query: { where: { after: 1n } } }, odd);
    expect(sent?.url).toBe("https://a.test/v1/events?where=%7B%22after%22%3A1%7D");
  });
});

describe("body", () => {
  test("is JSON with its content type", async () => {
    const body = { records: [{ body: "é", headers: [["a", "b"]] }], match_seq_num: 18446744073709551615n };
    const sent = await request("append", { path: { stream: "s" }, body, server });
    expect(sent).toMatchObject({
      method: "POST",
      body: '{"records":[{"body":"é","headers":[["a","b"]]}],"match_seq_num":18446744073709551615}',
    });
    expect(sent?.headers["content-type"]).toBe("application/json");
  });

  test("is a JSON string where the API takes a bare string", async () => {
    const sent = await request("setDefaultLocation", { body: "aws:us-east-1" });
    expect(sent).toMatchObject({ method: "PUT", url: "https://a.test/v1/locations/default", body: '"aws:us-east-1"' });
    expect(sent?.headers["content-type"]).toBe("application/json");
  });

  test.each([
    { path: { stream: "s" }, server },
    { path: { stream: "s" }, body: undefined, server },
  ])("is nothing at all, without a content type, when left out: %j", async (options) => {
    const sent = await request("ensureStream", options);
    expect(sent).toMatchObject({ method: "PUT", body: "" });
    expect(Object.keys(sent?.headers ?? {})).not.toContain("content-type");
  });

  test("has no content type when left out, even where that is not JSON", async () => {
    const sent = await request("writeLog", { path: { id: "1" }, server: { region: "eu", port: "443" } }, odd);
    expect(Object.keys(sent?.headers ?? {})).not.toContain("content-type");
  });

  test("tells absent from null in a patch", async () => {
    const body = { storage_class: null, timestamping: { mode: undefined, uncapped: false } };
    const sent = await request("reconfigureStream", { path: { stream: "s" }, body, server });
    expect(sent).toMatchObject({ method: "PATCH", body: '{"storage_class":null,"timestamping":{"uncapped":false}}' });
  });

  test("writes what JSON.stringify writes", async () => {
    const body = { date: new Date(0), list: [undefined, () => 0, null, 'q"\\', 1.5], skip: () => 0, gone: undefined };
    const sent = await request("createBasin", { body });
    expect(sent?.body).toBe(JSON.stringify(body));
  });

  test("has the documented content type where that is another kind of JSON", async () => {
    const sent = await request("patchThing", { path: { thing: "t" }, body: { size: 1 } }, odd);
    expect(sent?.headers["content-type"]).toBe("application/merge-patch+json");
    expect(sent?.body).toBe('{"size":1}');
  });

  test("is sent as it is when it is bytes, or text that is not described as JSON", async () => {
    const headers = { "content-type": "application/protobuf" };
    const bytes = await request("requestOperation", { body: new TextEncoder().encode("bytes"), headers }, odd);
    expect(bytes).toMatchObject({ body: "bytes", headers });
    const log = { path: { id: "1" }, body: "a line", server: { region: "eu", port: "443" } };
    const text = await request("writeLog", log, odd);
    expect(text).toMatchObject({ body: "a line", url: "https://eu.logs.unusual.test/v2/things/1/log" });
    expect(text?.headers["content-type"]).toBe("text/plain");
  });

  test("is written by the caller's serializer if there is one", async () => {
    const sent = await request("createBasin", { body: { basin: "b" }, bodySerializer: () => "mine" });
    expect(sent?.body).toBe("mine");
  });
});

describe("other options", () => {
  test("carry headers of every form, and take away the client's", async () => {
    const client = recordingClient([json("{}")], { headers: { authorization: "Bearer t", "x-app": "1" } });
    await s2["listBasins"]?.(client, { headers: { accept: "text/plain", "x-app": null, "x-none": undefined } });
    await s2["listBasins"]?.(client, { headers: new Headers({ "X-App": "2" }) });
    expect(client.sent[0]?.headers).toEqual({ authorization: "Bearer t", accept: "text/plain" });
    expect(client.sent[1]?.headers).toMatchObject({ authorization: "Bearer t", "x-app": "2" });
  });

  test("do not override the client's with undefined", async () => {
    const seen: string[] = [];
    const client = recordingClient([json("{}")], {
      credentials: "omit",
      fetch: async (request) => {
        seen.push(request.credentials);
        return json("{}");
      },
    });
    await s2["listBasins"]?.(client, { credentials: undefined, signal: undefined, fetch: undefined });
    expect(seen).toEqual(["omit"]);
  });

  test("include a signal, whose reason is what the promise rejects with", async () => {
    const reason = new Error("enough");
    const fetch = (request: Request) =>
      new Promise<Response>((_resolve, reject) => {
        request.signal.addEventListener("abort", () => reject(request.signal.reason), { once: true });
      });
    const controller = new AbortController();
    const pending = s2["listBasins"]?.(recordingClient([], { fetch }), { signal: controller.signal });
    controller.abort(reason);
    await expect(pending).rejects.toBe(reason);
  });
});

/** Calls a generated function against one response and returns its result. */
async function answer(name: string, response: Response, options: object = {}, functions = s2) {
  const client = recordingClient([response]);
  const result = await functions[name]?.(client, { path: { stream: "s", thing: "t", id: "1" }, server, ...options });
  return result as { data?: unknown; error?: unknown; response: Response };
}

describe("answer", () => {
  const WIDE = '{"tail":{"seq_num":18446744073709551615,"timestamp":1700000000000}}';

  test("keeps 64-bit integers exact", async () => {
    const { data } = await answer("checkTail", json(WIDE));
    expect(data).toEqual({ tail: { seq_num: 18446744073709551615n, timestamp: 1700000000000 } });
  });

  test("keeps 64-bit integers exact in an error", async () => {
    const { data, error } = await answer("append", json('{"seq_num_mismatch":9007199254740993}', 412), { body: {} });
    expect(data).toBeUndefined();
    expect(error).toEqual({ seq_num_mismatch: 9007199254740993n });
  });

  test.each([
    ['{"a":"12345678901234567890"}', { a: "12345678901234567890" }],
    ['{"12345678901234567890":1}', { "12345678901234567890": 1 }],
    ['["\\u000012345678901234567890",9007199254740993]', ["\u000012345678901234567890", 9007199254740993n]],
    ['{"\\u00001":9007199254740993}', { "\u00001": 9007199254740993n }],
    ['["\\"9007199254740993",-9007199254740993]', ['"9007199254740993', -9007199254740993n]],
    [
      "[0.1234567890123456789, 1234567890123456e3, 9007199254740991]",
      [0.12345678901234568, 1234567890123456e3, 9007199254740991],
    ],
  ])("reads no more than it should as a wide integer: %s", async (text, expected) => {
    expect((await answer("checkTail", json(text))).data).toEqual(expected);
  });

  test("is undefined when a success has no body", async () => {
    for (const status of [202, 204]) {
      const { data, error, response } = await answer("deleteStream", new Response(null, { status }));
      expect([data, error, response.status]).toEqual([undefined, undefined, status]);
    }
  });

  test("is the text of an error that is not JSON", async () => {
    const { error } = await answer("checkTail", new Response("<h1>Bad gateway</h1>", { status: 502 }));
    expect(error).toBe("<h1>Bad gateway</h1>");
  });

  test("rejects when a success is not the JSON it should be", async () => {
    await expect(answer("checkTail", json("{"))).rejects.toThrow(SyntaxError);
  });

  test("is read the way the caller asks for", async () => {
    const text = await answer("checkTail", json(WIDE), { parseAs: "text" });
    expect(text.data).toBe(WIDE);
    const stream = await answer("read", json(WIDE), { parseAs: "stream", headers: { accept: "text/event-stream" } });
    expect(stream.data).toBeInstanceOf(ReadableStream);
    const bytes = await answer("read", json(WIDE), { parseAs: "arrayBuffer" });
    expect(new TextDecoder().decode(bytes.data as ArrayBuffer)).toBe(WIDE);
  });

  test("is read as described where it is not JSON", async () => {
    expect((await answer("readLog", new Response("123"), {}, odd)).data).toBe("123");
    expect((await answer("events", new Response("data: 1\n\n"), {}, odd)).data).toBeInstanceOf(ReadableStream);
    const archive = await answer("writeLog", new Response("zip"), { server: { region: "eu", port: "1" } }, odd);
    expect(archive.data).toBeInstanceOf(Blob);
  });

  test("is the one that a middleware of the client puts in its place", async () => {
    const client = recordingClient([json('{"code":"a","message":"9007199254740993"}', 500)]);
    (client.http as { use(middleware: object): void }).use({
      onResponse: () => json('{"code":"b","message":"c"}', 503),
    });
    const result = await s2["checkTail"]?.(client, { path: { stream: "s" }, server });
    expect(result).toMatchObject({ error: { code: "b", message: "c" }, response: { status: 503 } });
  });
});
