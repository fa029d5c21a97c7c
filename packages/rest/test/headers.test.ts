import { afterEach, describe, expect, test, vi } from "vitest";
import type { RestClientOptions } from "../src/index.js";
import { VERSION } from "../src/internal.js";
import { APPEND, GET, rig } from "./support/client.js";
import { json } from "./support/scripted-fetch.js";

const OK = json(200, {});

async function sentHeaders(options: Partial<RestClientOptions>, request = GET): Promise<Headers> {
  const { client, fetch } = rig([OK], options);
  await client.send(request);
  return fetch.sent[0]?.headers as Headers;
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("headers of a request", () => {
  test("are no more than are needed", async () => {
    expect(Object.fromEntries(await sentHeaders({}))).toEqual({
      authorization: "Bearer token-1",
      "user-agent": `s2kit/${VERSION}`,
    });
  });

  test("never choose how the answer is encoded: fetch does", async () => {
    expect((await sentHeaders({ compression: "gzip" }, APPEND)).has("accept-encoding")).toBe(false);
  });

  test("tell the user agent, and the caller's after it", async () => {
    expect((await sentHeaders({ userAgent: "my-app/1.0" })).get("user-agent")).toBe(`s2kit/${VERSION} my-app/1.0`);
  });

  test("leave the user agent to browsers", async () => {
    vi.stubGlobal("navigator", { userAgent: "Mozilla/5.0 (X11; Linux x86_64)" });
    expect((await sentHeaders({ userAgent: "my-app/1.0" })).has("user-agent")).toBe(false);
  });

  test.each(["Cloudflare-Workers", "Deno/2.9.6", "Bun/1.4.5", "Node.js/24"])("tell it on %s", async (userAgent) => {
    vi.stubGlobal("navigator", { userAgent });
    expect((await sentHeaders({})).get("user-agent")).toBe(`s2kit/${VERSION}`);
  });

  test("name the basin where the host does not", async () => {
    expect((await sentHeaders({ endpoints: "localhost:8080" }, APPEND)).get("s2-basin")).toBe("my-basin");
    expect((await sentHeaders({ endpoints: "localhost:8080" }, GET)).has("s2-basin")).toBe(false);
    expect((await sentHeaders({}, APPEND)).has("s2-basin")).toBe(false);
  });

  test("hold the caller's defaults on every request, and a request's own on top of them", async () => {
    const options = { headers: { "X-Trace": "t1", "s2-encryption-key": "k1" } };
    expect((await sentHeaders(options)).get("x-trace")).toBe("t1");
    const headers = { ...APPEND.headers, "S2-Encryption-Key": "k2" };
    const sent = await sentHeaders(options, { ...APPEND, headers });
    expect([sent.get("x-trace"), sent.get("s2-encryption-key")]).toEqual(["t1", "k2"]);
  });

  test("let neither the client's nor a request's own replace the SDK's", async () => {
    const own = { Authorization: "Bearer stolen", "user-agent": "curl", "S2-Basin": "other-basin" };
    const sent = await sentHeaders(
      { headers: { "user-agent": "curl" }, endpoints: "localhost:8080" },
      { ...APPEND, headers: own },
    );
    expect([sent.get("authorization"), sent.get("user-agent"), sent.get("s2-basin")]).toEqual([
      "Bearer token-1",
      `s2kit/${VERSION}`,
      "my-basin",
    ]);
  });

  test.each([
    "Authorization",
    "content-length",
    "Transfer-Encoding",
    "connection",
    "host",
    "accept",
    "accept-encoding",
    "content-type",
    "content-encoding",
    "s2-basin",
    "s2-request-token",
    "expect",
    "te",
  ])("refuse %s as a default", (name) => {
    expect(() => rig([], { headers: { [name]: "x" } })).toThrow(
      expect.objectContaining({ code: "invalid_argument", field: `headers.${name.toLowerCase()}` }),
    );
  });

  test.each([
    ["", "x"],
    ["two words", "x"],
    ["x-trace", "line\nbreak"],
    ["x-trace", "ümlaut"],
    ["x-trace", 7 as unknown as string],
  ])("refuse what cannot be a header: %j: %j", (name, value) => {
    expect(() => rig([], { headers: { [name]: value } })).toThrow(
      expect.objectContaining({ code: "invalid_argument" }),
    );
  });

  test.each(["", " leading", "line\nbreak", "ümlaut"])("refuse %j as a user agent", (userAgent) => {
    expect(() => rig([], { userAgent })).toThrow(expect.objectContaining({ field: "userAgent" }));
  });

  test("given by authorize are the same as those of a request", async () => {
    const { client, fetch } = rig([OK], { endpoints: "localhost:8080", headers: { "x-trace": "t1" } });
    await client.send({ ...APPEND, headers: {}, body: undefined });
    expect(await client.authorize(APPEND.endpoint)).toEqual(Object.fromEntries(fetch.sent[0]?.headers ?? []));
  });
});
