import assert from "node:assert/strict";
import { type ConformanceCase, casesFor } from "../../harness/conformance-case.js";
import { expectEmpty, expectError, expectStatus, forEachRow } from "../../harness/expectations.js";

const PROTOBUF = "application/protobuf";

export const errorBodyCases: ConformanceCase[] = casesFor("http.errors", [
  {
    name: "always-json",
    proves: "an error before the answer has begun is JSON with a code and a message, whatever was asked for",
    run: async (context) => {
      const stream = (await context.sharedBasin()).missingStream();
      const replies = [
        await stream.read({ seq_num: 0 }),
        await stream.read({ seq_num: 0 }, { accept: PROTOBUF }),
        await stream.openSse({ seq_num: 0 }).reply(),
        await stream.openRead({ seq_num: 0 }).reply(),
        await stream.openAppend().reply(),
        await stream.appendMessage({ records: [{}] }, { accept: PROTOBUF }),
        await stream.checkTail({ accept: PROTOBUF }),
      ];
      for (const reply of replies) expectError(reply, 404, "stream_not_found");
    },
  },
  {
    name: "authorization-is-not-needed",
    proves: "any bearer token, or none, is accepted",
    tags: ["lite-quirk"],
    run: async (context) => {
      for (const authorization of [undefined, "Bearer whatever", "Basic eDp5", ""]) {
        expectStatus(await context.request("GET", "/v1/basins?limit=1", { headers: { authorization } }), 200);
      }
    },
  },
]);

export const unimplementedCases: ConformanceCase[] = casesFor("http.unimplemented", [
  {
    name: "answered-501",
    proves: "access tokens, locations and metrics are answered 501 not_implemented",
    tags: ["lite-only"],
    run: async (context) => {
      const range = "set=storage&start=0&end=60";
      const rows: [method: string, path: string, json?: string | { id: string; scope: object }][] = [
        ["GET", "/v1/access-tokens"],
        ["POST", "/v1/access-tokens", { id: "token", scope: {} }],
        ["DELETE", "/v1/access-tokens/token"],
        ["GET", "/v1/locations"],
        ["GET", "/v1/locations/default"],
        ["PUT", "/v1/locations/default", "aws:us-east-1"],
        ["GET", "/v1/metrics?set=active-basins&start=0&end=60"],
        ["GET", `/v1/metrics/some-basin?${range}`],
        ["GET", `/v1/metrics/some-basin/some-stream?${range}`],
      ];
      await forEachRow(rows, async ([method, path, json]) => {
        const options =
          json === undefined ? {} : { body: JSON.stringify(json), headers: { "content-type": "application/json" } };
        expectError(await context.request(method, path, options), 501, "not_implemented");
      });
    },
  },
  {
    name: "arguments-are-checked-first",
    proves: "what is not implemented still refuses arguments that cannot be read",
    tags: ["lite-quirk"],
    run: async (context) => {
      const json = { "content-type": "application/json" };
      expectError(await context.request("GET", "/v1/metrics"), 400, "bad_query");
      expectError(await context.request("GET", "/v1/metrics?set=unknown-set"), 400, "bad_query");
      expectError(await context.request("POST", "/v1/access-tokens", { body: "{", headers: json }), 400, "bad_json");
      expectError(await context.request("DELETE", "/v1/access-tokens/a%00b"), 400, "bad_path");
      expectError(
        await context.request("PUT", "/v1/locations/default", { body: "{}", headers: json }),
        400,
        "bad_json",
      );
    },
  },
]);

export const extractorOrderCases: ConformanceCase[] = casesFor("http.precedence", [
  {
    name: "basin-header-then-path-then-query",
    proves: "of several mistakes the basin header's is reported first, then the path's, then the query's",
    run: async (context) => {
      const basin = await context.sharedBasin();
      const path = "/v1/streams/%ff/records?seq_num=x";
      expectError(await context.request("GET", path), 400, "bad_header");
      expectError(await basin.request("GET", path), 400, "bad_path");
      expectError(
        await basin.request("GET", "/v1/streams/s/records?seq_num=x", { headers: { "s2-format": "x" } }),
        400,
        "bad_query",
      );
    },
  },
  {
    name: "create-reads-token-basin-json",
    proves: "creating a stream reports a bad request token or basin header before bad JSON",
    run: async (context) => {
      const basin = await context.sharedBasin();
      const bad = { body: "{", headers: { "content-type": "application/json" } };
      expectError(await context.request("POST", "/v1/streams", bad), 400, "bad_header");
      const headers = { ...bad.headers, "s2-request-token": "x".repeat(37) };
      expectError(await basin.request("POST", "/v1/streams", { ...bad, headers }), 400, "bad_header");
      expectError(await basin.request("POST", "/v1/streams", bad), 400, "bad_json");
    },
  },
  {
    name: "append-reads-headers-then-body-then-stream",
    proves: "an append reports headers before the body, the body before the batch, the batch before the missing stream",
    run: async (context) => {
      const stream = (await context.sharedBasin()).missingStream();
      const json = { "content-type": "application/json" };
      const send = (body: string, headers: Record<string, string> = {}) =>
        stream.request("POST", stream.recordsPath, { body, headers: { ...json, ...headers } });
      expectError(await send("{", { "s2-encryption-key": "x".repeat(45) }), 400, "bad_header");
      expectError(await send("{", { "s2-stream-config": "{" }), 400, "bad_header");
      expectError(await send("{", { "s2-format": "x" }), 400, "bad_header");
      expectError(await send("{"), 400, "bad_json");
      expectError(await send('{"records":[]}'), 422, "invalid");
      expectError(await send('{"records":[{}]}'), 404, "stream_not_found");
    },
  },
  {
    name: "read-reads-headers-then-start-then-stream",
    proves:
      "a read reports headers before a conflicting start, that before the missing stream, and that before the position",
    run: async (context) => {
      const basin = await context.sharedBasin();
      const missing = basin.missingStream();
      const conflict = { seq_num: 0, tail_offset: 0 };
      expectError(await missing.read(conflict, { "s2-format": "x" }), 400, "bad_header");
      expectError(await missing.read(conflict, { "s2-encryption-key": "x".repeat(45) }), 400, "bad_header");
      expectError(await missing.read(conflict, { "s2-stream-config": "null" }), 400, "bad_header");
      expectError(await missing.read(conflict), 422, "invalid");
      expectError(await missing.read({ timestamp: 5, until: 5 }), 422, "invalid");
      expectError(await missing.read({ seq_num: 99 }), 404, "stream_not_found");
    },
  },
  {
    name: "content-encoding-before-everything",
    proves: "an unknown content encoding is reported before any mistake of the API",
    run: async (context) => {
      expectEmpty(await context.request("GET", "/v1/streams", { headers: { "content-encoding": "br" } }), 415);
    },
  },
]);

export const negotiationCases: ConformanceCase[] = casesFor("http.negotiation", [
  {
    name: "read-by-accept",
    proves: "a read is JSON unless the first item of Accept is protobuf or an event stream",
    run: async (context) => {
      const stream = await context.newStream();
      await stream.appendBodies("a");
      const rows: [accept: string | undefined, type: string][] = [
        [undefined, "application/json"],
        ["", "application/json"],
        ["*/*", "application/json"],
        ["text/html", "application/json"],
        ["s2s/proto", "application/json"],
        ["application/json, text/event-stream", "application/json"],
        ["application/protobuf", "application/protobuf"],
        ["application/x-protobuf;q=0.1, application/json", "application/protobuf"],
        ["APPLICATION/PROTOBUF", "application/protobuf"],
        ["text/event-stream", "text/event-stream"],
        ["Text/Event-Stream; charset=utf-8, application/json", "text/event-stream"],
      ];
      await forEachRow(rows, async ([accept, type]) => {
        const reply = await stream.read({ seq_num: 0, count: 1 }, { accept });
        expectStatus(reply, 200);
        assert.equal(reply.headers["content-type"], type);
      });
    },
  },
  {
    name: "session-by-content-type",
    proves: "content type s2s/proto makes a session of a GET too, and wins over Accept",
    run: async (context) => {
      const stream = await context.newStream();
      await stream.appendBodies("a");
      for (const headers of [
        { accept: "text/event-stream" },
        { accept: "application/json" },
        { "content-type": "S2S/PROTO" },
        { "content-type": "s2s/proto; v=1, application/json" },
      ]) {
        const session = stream.openRead({ seq_num: 0, count: 1 }, headers);
        assert.equal((await session.head()).headers["content-type"], "s2s/proto");
        assert.equal((await session.nextBatch()).records.length, 1);
        await session.expectEnd();
      }
    },
  },
  {
    name: "check-tail-is-always-json",
    proves: "check-tail answers JSON whatever Accept says",
    run: async (context) => {
      const stream = await context.newStream();
      const reply = await stream.checkTail({ accept: PROTOBUF });
      expectStatus(reply, 200);
      assert.equal(reply.headers["content-type"], "application/json");
    },
  },
]);
