import assert from "node:assert/strict";
import { type ConformanceCase, casesFor } from "../../harness/conformance-case.js";
import { expectEmpty, expectError, expectStatus, forEachRow } from "../../harness/expectations.js";
import { RawSocket } from "../../wire/raw-socket.js";

export const routeCases: ConformanceCase[] = casesFor("http.routes", [
  {
    name: "unknown-path",
    proves: "a path that is no route is answered 404 without body and content type",
    run: async (context) => {
      const paths = [
        "/v1",
        "/v1/",
        "/v1/nothing",
        "/v2/basins",
        "/basins",
        "/v1/streams/s/records/head",
        "/v1/basins/b/c",
      ];
      await forEachRow(paths, async (path) => expectEmpty(await context.request("GET", path), 404));
    },
  },
  {
    name: "exact-match",
    proves: "a trailing slash or another case is another path",
    run: async (context) => {
      const paths = [
        "/v1/basins/",
        "/v1/Basins",
        "/V1/basins",
        "/v1/streams/",
        "/v1/streams/s/records/",
        "/v1//basins",
      ];
      await forEachRow(paths, async (path) => expectEmpty(await context.request("GET", path), 404));
    },
  },
  {
    name: "wrong-method",
    proves: "a known path with another method is answered 405 without body, and Allow lists the methods",
    run: async (context) => {
      const rows: [method: string, path: string, allowed: string[]][] = [
        ["PATCH", "/v1/basins", ["GET", "HEAD", "POST"]],
        ["DELETE", "/v1/streams", ["GET", "HEAD", "POST"]],
        ["POST", "/v1/basins/some-basin", ["DELETE", "GET", "HEAD", "PATCH", "PUT"]],
        ["POST", "/v1/streams/some-stream", ["DELETE", "GET", "HEAD", "PATCH", "PUT"]],
        ["PUT", "/v1/streams/some-stream/records", ["GET", "HEAD", "POST"]],
        ["POST", "/v1/streams/some-stream/records/tail", ["GET", "HEAD"]],
      ];
      await forEachRow(rows, async ([method, path, allowed]) => {
        const reply = await context.request(method, path);
        expectEmpty(reply, 405);
        assert.deepEqual(reply.headers["allow"]?.split(/, ?/).sort(), allowed);
      });
    },
  },
  {
    name: "head-works-as-get",
    proves: "HEAD is answered like GET, without the body",
    run: async (context) => {
      const stream = await context.newStream();
      for (const path of ["/v1/streams", stream.path, `${stream.recordsPath}/tail`]) {
        const [get, head] = [await stream.request("GET", path), await stream.request("HEAD", path)];
        expectStatus(head, get.status);
        assert.equal(head.headers["content-type"], get.headers["content-type"]);
        assert.equal(head.text, "");
      }
    },
  },
  {
    name: "health",
    proves: "/health and /ping are answered 200 with the text OK",
    tags: ["lite-quirk"],
    run: async (context) => {
      for (const path of ["/health", "/ping"]) {
        const reply = await context.request("GET", path);
        expectStatus(reply, 200);
        assert.equal(reply.text, "OK");
      }
    },
  },
  {
    name: "metrics-and-dashboard",
    proves: "/metrics is Prometheus text, and the dashboard is served beside the API",
    tags: ["lite-only"],
    run: async (context) => {
      const metrics = await context.request("GET", "/metrics");
      expectStatus(metrics, 200);
      assert.match(metrics.headers["content-type"] ?? "", /^text\/plain/);
      const dashboard = await context.request("GET", "/dashboard/any/page");
      expectStatus(dashboard, 200);
      assert.match(dashboard.headers["content-type"] ?? "", /^text\/html/);
    },
  },
  {
    name: "absolute-form",
    proves: "a request target with scheme and host is routed by its path",
    tags: ["h1-only", "lite-quirk"],
    run: async (context) => {
      const socket = new RawSocket(context.baseUrl);
      context.defer(() => socket.destroy());
      socket.send(`GET ${context.baseUrl}/health HTTP/1.1\r\nhost: elsewhere\r\nconnection: close\r\n\r\n`);
      assert.match(await socket.untilClosed(), /^HTTP\/1\.1 200 /);
    },
  },
]);

export const pathEncodingCases: ConformanceCase[] = casesFor("http.path-encoding", [
  {
    name: "slash-in-stream-name",
    proves: "a stream name with slashes is sent with %2F and stays one segment",
    run: async (context) => {
      const basin = await context.sharedBasin();
      const stream = basin.stream(`${context.uniqueName("logs")}/eu/1`);
      expectStatus(await stream.create(), 201);
      await stream.appendBodies("a");
      assert.deepEqual(await stream.bodies(), ["a"]);
      const { recordsPath } = stream;
      expectStatus(await stream.request("GET", `${recordsPath.replaceAll("%2F", "%2f")}?seq_num=0`), 200);
      expectEmpty(await stream.request("GET", `/v1/streams/${stream.name}/records`), 404);
    },
  },
  {
    name: "every-character",
    proves: "names with blanks, unicode, control characters, percent and query characters survive the path",
    run: async (context) => {
      const basin = await context.sharedBasin();
      const endings = [
        "a b",
        "ünï☃😀",
        "tab\tline\nend",
        "\u0001\u007f",
        "100%",
        "a?b#c&d=e",
        "%2F",
        "a+b",
        "..",
        "a;b,c:d@e",
      ];
      await forEachRow(endings, async (ending) => {
        const stream = basin.stream(`${context.uniqueName("name")}${ending}`);
        expectStatus(await stream.create(), 201);
        await stream.appendBodies("a");
        assert.equal((await stream.tail()).seq_num, 1);
        assert.equal((await stream.listed())?.name, stream.name);
      });
    },
  },
  {
    name: "plus-is-literal",
    proves: "a plus sign in a path stands for itself",
    run: async (context) => {
      const basin = await context.sharedBasin();
      const stream = basin.stream(`${context.uniqueName("plus")}+x`);
      expectStatus(await stream.create(), 201);
      expectStatus(await basin.request("GET", `/v1/streams/${stream.name}`), 200);
    },
  },
  {
    name: "escapes-of-plain-characters",
    proves: "a character that needs no escape may be escaped",
    run: async (context) => {
      const stream = await context.newStream();
      const path = `/v1/streams/${[...stream.name].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join("")}`;
      expectStatus(await stream.request("GET", path), 200);
    },
  },
  {
    name: "malformed-escape-is-literal",
    proves: "a percent sign that begins no escape stands for itself",
    tags: ["lite-quirk"],
    run: async (context) => {
      const basin = await context.sharedBasin();
      const stream = basin.stream(`${context.uniqueName("odd")}%zz`);
      expectStatus(await stream.create(), 201);
      expectStatus(await basin.request("GET", `/v1/streams/${stream.name}`), 200);
    },
  },
  {
    name: "invalid-names",
    proves: "an empty, a dot or an invalid UTF-8 segment, however escaped, is answered 400 bad_path",
    run: async (context) => {
      const basin = await context.sharedBasin();
      const segments = [
        "",
        ".",
        "..",
        "%2e",
        "%2E%2e",
        ".%2e",
        "%ff",
        "%c3%28",
        "a%00b",
        "x".repeat(513),
        "%C3%A9".repeat(257),
      ];
      await forEachRow(segments, async (segment) => {
        for (const path of [`/v1/streams/${segment}/records`, `/v1/streams/${segment}/records/tail`]) {
          expectError(await basin.request("GET", path), 400, "bad_path");
        }
      });
    },
  },
  {
    name: "invalid-basin-names",
    proves: "a basin name that cannot be one is answered 400 bad_path",
    run: async (context) => {
      const names = [
        "short",
        "UPPERCASE-BASIN",
        "under_score",
        "-leading-hyphen",
        "trailing-hyphen-",
        "x".repeat(49),
        "..",
        "caf%C3%A9-basin",
      ];
      await forEachRow(names, async (name) => {
        for (const method of ["GET", "DELETE", "PUT"]) {
          expectError(await context.request(method, `/v1/basins/${name}`), 400, "bad_path");
        }
      });
    },
  },
]);

export const queryCases: ConformanceCase[] = casesFor("http.query", [
  {
    name: "unknown-parameters",
    proves: "unknown query parameters are ignored",
    run: async (context) => {
      const stream = await context.newStream();
      await stream.appendBodies("a");
      expectStatus(await stream.read({ seq_num: 0, no_such_parameter: "x", SEQ_NUM: "9" }), 200);
      expectStatus(await context.request("GET", "/v1/basins?nothing&=&&x"), 200);
    },
  },
  {
    name: "bad-numbers",
    proves: "a number that is empty, negative, fractional, not decimal or too large is answered 400 bad_query",
    run: async (context) => {
      const stream = await context.newStream();
      await stream.appendBodies("a");
      const values = ["", "-1", "1.0", "1e3", "0x1", "abc", " 1", "1 ", "18446744073709551616", "NaN"];
      const names = ["seq_num", "timestamp", "tail_offset", "count", "bytes", "until"];
      const rows = values.flatMap((value) => names.map((name) => ({ [name]: value })));
      await forEachRow([...rows, { wait: "4294967296" }, { wait: "-1" }, { wait: "" }], async (query) => {
        expectError(await stream.read(query), 400, "bad_query");
      });
    },
  },
  {
    name: "loose-numbers",
    proves: "a leading plus sign and leading zeros are accepted in numbers",
    tags: ["lite-quirk"],
    run: async (context) => {
      const stream = await context.newStream();
      await stream.appendBodies("a", "b");
      assert.deepEqual(await stream.bodies({ seq_num: "+1" }), ["b"]);
      assert.deepEqual(await stream.bodies({ seq_num: "0001" }), ["b"]);
    },
  },
  {
    name: "bad-booleans",
    proves: "a boolean is true or false; anything else is answered 400 bad_query",
    run: async (context) => {
      const stream = await context.newStream();
      await stream.appendBodies("a");
      for (const clamp of ["true", "false"]) expectStatus(await stream.read({ seq_num: 0, clamp }), 200);
      await forEachRow(["", "1", "0", "TRUE", "False", "yes"], async (clamp) => {
        expectStatus(await stream.read({ seq_num: 0, clamp }), 400);
      });
    },
  },
  {
    name: "repeated-parameter",
    proves: "a known parameter that comes twice is answered 400 bad_query",
    run: async (context) => {
      const stream = await context.newStream();
      expectError(await stream.read({ seq_num: [0, 0] }), 400, "bad_query");
      expectStatus(await stream.basin.listStreams({ prefix: ["a", "b"] }), 400);
    },
  },
  {
    name: "plus-is-a-blank",
    proves: "a plus sign in a query stands for a blank, %2B for a plus sign",
    run: async (context) => {
      const basin = await context.newBasin();
      for (const name of ["a b", "a+b"]) expectStatus(await basin.stream(name).create(), 201);
      const names = async (query: string): Promise<string[]> => {
        const reply = await basin.request("GET", `/v1/streams?prefix=${query}`);
        return reply.json<{ streams: { name: string }[] }>().streams.map(({ name }) => name);
      };
      assert.deepEqual(await names("a+"), ["a b"]);
      assert.deepEqual(await names("a%20"), ["a b"]);
      assert.deepEqual(await names("a%2B"), ["a+b"]);
    },
  },
  {
    name: "escaped-names-and-values",
    proves: "names and values of parameters may be escaped",
    run: async (context) => {
      const stream = await context.newStream();
      await stream.appendBodies("a", "b");
      const reply = await stream.request("GET", `${stream.recordsPath}?seq%5Fnum=%31`);
      assert.deepEqual(
        reply.json<{ records: { body: string }[] }>().records.map(({ body }) => body),
        ["b"],
      );
    },
  },
]);
