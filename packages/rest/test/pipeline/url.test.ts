import { describe, expect, test } from "vitest";
import { requestUrl } from "../../src/pipeline/request-url.js";
import { APPEND, GET, rejection, rig } from "../support/client.js";
import { json } from "../support/scripted-fetch.js";

const OK = json(200, {});

describe("where a request goes", () => {
  test.each([
    [undefined, "https://a.s2.dev/v1/basins", "https://my-basin.b.s2.dev/v1/streams/my-stream/records"],
    ["localhost:8080", "http://localhost:8080/v1/basins", "http://localhost:8080/v1/streams/my-stream/records"],
    [
      { account: "https://cell/api", basin: "https://cell/{basin}/v2" },
      "https://cell/api/basins",
      "https://cell/my-basin/v2/streams/my-stream/records",
    ],
    [
      { account: "https://cell?zone=1", basin: "https://{basin}.cell:8443?zone=2" },
      "https://cell/basins?zone=1",
      "https://my-basin.cell:8443/streams/my-stream/records?zone=2",
    ],
  ])("with endpoints %j is %s and %s", async (endpoints, account, basin) => {
    const { client, fetch } = rig([OK], { endpoints });
    await client.send(GET);
    await client.send(APPEND);
    expect(fetch.sent.map(({ url }) => url)).toEqual([account, basin]);
  });

  test("joins the endpoint's query and the request's", () => {
    const base = { baseUrl: "https://cell/v1", query: "zone=1" };
    expect(requestUrl(base, "/streams", "limit=2")).toBe("https://cell/v1/streams?zone=1&limit=2");
  });

  test("is the same as base tells, for those who send by other means", () => {
    const { client } = rig([], { endpoints: "https://cell?zone=1" });
    expect(client.base("account")).toEqual({ baseUrl: "https://cell", query: "zone=1" });
    expect(rig([]).client.base({ basin: "my-basin" }).baseUrl).toBe("https://my-basin.b.s2.dev/v1");
  });

  test.each([
    "basins",
    "/a b",
    "/a?b",
    "/a#b",
    "/ü",
    "/a\\..\\b",
    "/%zz",
    "/streams/../basins",
    "/streams/%2e%2E/x",
    "/./x",
    "/streams//records",
    "/streams/",
    "/streams/..",
  ])("refuses a path that would not arrive as it is: %s", async (path) => {
    const { client, fetch } = rig([OK]);
    expect(await rejection(client.send({ ...GET, path }))).toMatchObject({ code: "invalid_argument", field: "path" });
    expect(fetch.sent.length).toBe(0);
  });

  test.each([
    "/streams/a%2F..%2Fb",
    "/streams/...",
    "/streams/.a",
    "/streams/a.",
    "/streams/%2e%2ea",
    "/streams/a+b@c",
  ])("keeps a path that only looks like it: %s", async (path) => {
    const { client, fetch } = rig([OK]);
    await client.send({ ...GET, path });
    expect(new URL(fetch.sent[0]?.url ?? "").pathname).toBe(`/v1${path}`);
  });

  test("refuses a basin that cannot exist before anything is sent", async () => {
    const { client, fetch } = rig([OK]);
    const call = client.send({ ...APPEND, endpoint: { basin: "evil.example/" } });
    expect(await rejection(call)).toMatchObject({ code: "invalid_argument", field: "basin" });
    expect(fetch.sent.length).toBe(0);
  });
});
