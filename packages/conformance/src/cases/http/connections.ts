import assert from "node:assert/strict";
import { once } from "node:events";
import { type ConformanceCase, casesFor } from "../../harness/conformance-case.js";
import { expectError, expectSessionHead, expectStatus } from "../../harness/expectations.js";
import { readReply } from "../../wire/http-client.js";
import { Http2Client } from "../../wire/http2-client.js";
import { RawSocket } from "../../wire/raw-socket.js";
import { within } from "../../wire/within.js";

export const connectionCases: ConformanceCase[] = casesFor("http.connections", [
  {
    name: "both-versions-on-one-port",
    proves: "HTTP/1.1 and HTTP/2 with prior knowledge are served on one plaintext port",
    run: async (context) => {
      for (const protocol of ["h1", "h2"] as const) {
        const exchange = context.client(protocol).open({ method: "GET", path: "/v1/basins?limit=1" });
        exchange.end();
        expectStatus(await within(readReply(exchange), "reply"), 200);
      }
    },
  },
  {
    name: "upgrade-is-ignored",
    proves: "an upgrade to h2c is ignored and answered over HTTP/1.1",
    tags: ["h1-only"],
    run: async (context) => {
      const socket = new RawSocket(context.baseUrl);
      context.defer(() => socket.destroy());
      const upgrade = "connection: Upgrade, HTTP2-Settings\r\nupgrade: h2c\r\nhttp2-settings: AAMAAABkAAQAAP__\r\n";
      socket.send(`GET /v1/basins?limit=1 HTTP/1.1\r\nhost: localhost\r\n${upgrade}\r\n`);
      assert.match(await socket.until("reply", (text) => text.includes("\r\n\r\n")), /^HTTP\/1\.1 200 /);
    },
  },
  {
    name: "keep-alive",
    proves: "a connection serves request after request, also when they are sent in one go",
    tags: ["h1-only"],
    run: async (context) => {
      const socket = new RawSocket(context.baseUrl);
      context.defer(() => socket.destroy());
      const request = "GET /v1/basins?limit=1 HTTP/1.1\r\nhost: localhost\r\n\r\n";
      socket.send(request);
      await socket.until("first reply", (text) => text.split("HTTP/1.1 200").length === 2 && text.endsWith("}"));
      socket.send(request + request);
      await socket.until("three replies", (text) => text.split("HTTP/1.1 200").length === 4 && text.endsWith("}"));
      assert.equal(socket.closed, false);
    },
  },
  {
    name: "settings",
    proves: "HTTP/2 settings allow 200 streams, windows of 1 MiB, frames of 16 KiB and 16 KiB of headers",
    tags: ["h2-only", "lite-quirk"],
    run: async (context) => {
      const client = new Http2Client(context.baseUrl);
      context.defer(() => client.close());
      const { session } = client;
      await within(once(session, "remoteSettings"), "settings");
      const { maxConcurrentStreams, initialWindowSize, maxFrameSize, maxHeaderListSize } = session.remoteSettings;
      assert.deepEqual(
        { maxConcurrentStreams, initialWindowSize, maxFrameSize, maxHeaderListSize },
        { maxConcurrentStreams: 200, initialWindowSize: 1_048_576, maxFrameSize: 16_384, maxHeaderListSize: 16_384 },
      );
    },
  },
  {
    name: "sessions-share-a-connection",
    proves: "fifty sessions on one HTTP/2 connection do not wait for each other",
    tags: ["h2-only"],
    run: async (context) => {
      const stream = await context.newStream();
      const sessions = Array.from({ length: 50 }, () => stream.openAppend());
      for (const session of sessions) expectSessionHead(await session.head());
      for (const session of sessions.reverse()) {
        session.send({ records: [{ body: "a" }] });
        await session.nextAck();
      }
      assert.equal((await stream.tail()).seq_num, 50);
    },
  },
  {
    name: "early-answer-closes-h1",
    proves: "an answer before the end of a session's request body is complete, and closes the HTTP/1.1 connection",
    tags: ["h1-only"],
    run: async (context) => {
      const stream = (await context.sharedBasin()).missingStream();
      const socket = new RawSocket(context.baseUrl);
      context.defer(() => socket.destroy());
      const head = [
        `POST ${stream.recordsPath} HTTP/1.1`,
        "host: localhost",
        `s2-basin: ${stream.basin.name}`,
        "content-type: s2s/proto",
        "transfer-encoding: chunked",
      ];
      socket.send(`${head.join("\r\n")}\r\n\r\n`);
      const text = await socket.untilClosed();
      assert.match(text, /^HTTP\/1\.1 404 /);
      assert(text.includes("stream_not_found") && text.endsWith("}"), text);
    },
  },
  {
    name: "early-answer-to-bad-header",
    proves: "a header that is refused is answered in full before the body has come",
    tags: ["h1-only"],
    run: async (context) => {
      const stream = await context.newStream();
      const socket = new RawSocket(context.baseUrl);
      context.defer(() => socket.destroy());
      const head = [
        `POST ${stream.recordsPath} HTTP/1.1`,
        "host: localhost",
        `s2-basin: ${stream.basin.name}`,
        "s2-format: nonsense",
        "content-type: application/json",
        "content-length: 1000",
      ];
      socket.send(`${head.join("\r\n")}\r\n\r\n`);
      const text = await socket.until("whole reply", (received) => received.endsWith("}"));
      assert.match(text, /^HTTP\/1\.1 400 /);
      assert(text.includes("bad_header"), text);
    },
  },
  {
    name: "early-answer-closes-h2-stream",
    proves: "an answer before the end of a session's request body is complete, and leaves the HTTP/2 connection usable",
    tags: ["h2-only"],
    run: async (context) => {
      const basin = await context.sharedBasin();
      const session = basin.missingStream().openAppend();
      expectError(await session.reply(), 404, "stream_not_found");
      expectStatus(await basin.listStreams({ limit: 1 }), 200);
    },
  },
  {
    name: "abandoned-requests",
    proves: "sessions that a client drops at any moment do not disturb others",
    run: async (context) => {
      const stream = await context.newStream();
      for (let round = 0; round < 5; round += 1) {
        const append = stream.openAppend();
        append.send({ records: [{ body: "a" }] });
        await append.nextAck();
        const read = stream.openRead({ seq_num: 0 });
        await read.nextBatch();
        const sse = stream.openSse({ seq_num: 0 });
        await sse.nextBatch();
        for (const { exchange } of [append, read, sse]) exchange.abandon();
      }
      assert.equal((await stream.appendBodies("after")).start.seq_num, 5);
    },
  },
]);
