import assert from "node:assert/strict";
import { type ConformanceCase, casesFor } from "../../harness/conformance-case.js";
import { expectStatus } from "../../harness/expectations.js";

const ORIGIN = "https://app.example";

export const corsCases: ConformanceCase[] = casesFor("http.cors", [
  {
    name: "preflight",
    proves:
      "every OPTIONS is answered 200 as a preflight that mirrors origin, method and headers, on unknown paths too",
    tags: ["lite-quirk"],
    run: async (context) => {
      const headers = {
        origin: ORIGIN,
        "access-control-request-method": "PATCH",
        "access-control-request-headers": "s2-basin,content-type",
      };
      for (const path of ["/v1/basins", "/v1/streams/s/records", "/nowhere"]) {
        const reply = await context.request("OPTIONS", path, { headers });
        expectStatus(reply, 200);
        assert.equal(reply.headers["access-control-allow-origin"], ORIGIN);
        assert.equal(reply.headers["access-control-allow-methods"], "PATCH");
        assert.equal(reply.headers["access-control-allow-headers"], "s2-basin,content-type");
        assert.equal(reply.headers["access-control-allow-credentials"], "true");
      }
    },
  },
  {
    name: "actual-request",
    proves: "replies mirror the origin and allow credentials, errors and streams included",
    tags: ["lite-quirk"],
    run: async (context) => {
      const stream = await context.newStream();
      await stream.appendBodies("a");
      const headers = { origin: ORIGIN };
      const sse = stream.openSse({ seq_num: 0, count: 1 }, headers);
      const session = stream.openRead({ seq_num: 0, count: 1 }, headers);
      const heads = [
        await stream.read({ seq_num: 0 }, headers),
        await stream.read({ seq_num: "x" }, headers),
        await context.request("GET", "/nowhere", { headers }),
        await sse.head(),
        await session.head(),
      ];
      for (const head of heads) {
        assert.equal(head.headers["access-control-allow-origin"], ORIGIN);
        assert.equal(head.headers["access-control-allow-credentials"], "true");
        assert.match(head.headers["vary"] ?? "", /origin/i);
      }
    },
  },
  {
    name: "without-origin",
    proves: "a request without origin gets no allowed origin, but Vary names what would change the answer",
    tags: ["lite-quirk"],
    run: async (context) => {
      const reply = await context.request("GET", "/v1/basins?limit=1");
      assert.equal(reply.headers["access-control-allow-origin"], undefined);
      for (const name of ["origin", "access-control-request-method", "access-control-request-headers"]) {
        assert(reply.headers["vary"]?.includes(name), `vary is ${reply.headers["vary"]}`);
      }
    },
  },
]);
