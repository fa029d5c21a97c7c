import type { ServerResponse } from "node:http";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { createRestClient, listBasins, type RestClient, type RestClientOptions, unwrap } from "../src/index.js";
import { APPEND, GET, rejection } from "./support/client.js";
import { HttpServer } from "./support/http-server.js";

const JSON_TYPE = { "content-type": "application/json" };

function connect(url: string, options: Partial<RestClientOptions> = {}): RestClient {
  return createRestClient({ accessToken: "t", endpoints: url, retry: { minDelayMs: 0, maxDelayMs: 0 }, ...options });
}

/** An address where nobody listens any more. */
async function deserted(): Promise<string> {
  await using server = await HttpServer.start(() => undefined);
  return server.url;
}

function partial(response: ServerResponse, headers: Record<string, string | number>): void {
  response.writeHead(200, { ...JSON_TYPE, ...headers });
  response.write('{"half":');
}

describe("over real sockets", () => {
  test("nothing was sent when nobody listens", async () => {
    const client = connect(await deserted(), { retry: "never" });
    expect(await rejection(client.send(APPEND))).toMatchObject({
      code: "connection_failed",
      retryable: true,
      maybeApplied: false,
    });
  });

  test("an unknown host is final", async () => {
    const client = connect("http://nobody.invalid", { retry: "forever" });
    expect(await rejection(client.send(APPEND))).toMatchObject({ code: "connection_failed", maybeApplied: false });
  });

  test("an append may be applied when the server closes instead of answering", async () => {
    let received = 0;
    await using server = await HttpServer.start((request) => {
      received++;
      request.resume().on("end", () => request.socket.destroy());
    });
    const client = connect(server.url, { retry: { appends: "noSideEffects" } });
    expect(await rejection(client.send(APPEND))).toMatchObject({ code: "connection_lost", maybeApplied: true });
    expect(received).toBe(1);
  });

  test.each<[string, (response: ServerResponse) => void]>([
    ["with a content length", (response) => partial(response, { "content-length": 100 })],
    ["in chunks", (response) => partial(response, {})],
    [
      "compressed",
      (response) => {
        const body = gzipSync(JSON.stringify({ text: "x".repeat(5000) }));
        response.writeHead(200, { ...JSON_TYPE, "content-encoding": "gzip", "content-length": body.byteLength });
        response.write(body.subarray(0, body.byteLength - 10));
      },
    ],
  ])("a body that breaks off %s is a lost connection, and is asked for again", async (_name, begin) => {
    let answers = 0;
    await using server = await HttpServer.start((request, response) => {
      if (++answers === 2) return response.writeHead(200, JSON_TYPE).end('{"whole":true}');
      begin(response);
      // When the first part has reached the socket.
      response.socket?.write("", () => request.socket.destroy());
      return undefined;
    });
    expect((await connect(server.url).send(GET)).text()).toBe('{"whole":true}');
    expect(answers).toBe(2);
  });

  test("a time-out ends an attempt that gets no answer", async () => {
    await using server = await HttpServer.start(() => undefined);
    const client = connect(server.url, { timeoutMs: 30, retry: "never" });
    expect(await rejection(client.send(APPEND))).toMatchObject({ code: "timeout", maybeApplied: true });
  });

  test("a time-out ends an attempt whose body does not end", async () => {
    await using server = await HttpServer.start((_request, response) => partial(response, {}));
    const client = connect(server.url, { timeoutMs: 60, retry: "never" });
    expect(await rejection(client.send(GET))).toMatchObject({ code: "timeout" });
  });

  test("an abort closes the connection and gives the reason", async () => {
    const controller = new AbortController();
    let closed!: Promise<void>;
    await using server = await HttpServer.start((_request, response) => {
      closed = new Promise((resolve) => response.on("close", resolve));
      controller.abort("enough");
    });
    const call = connect(server.url).send({ ...GET, signal: controller.signal });
    expect(await rejection(call)).toBe("enough");
    await closed;
  });

  test("an abort in the middle of a body gives the reason, which this runtime loses by itself", async () => {
    const controller = new AbortController();
    const reason = new Error("mine");
    await using server = await HttpServer.start((_request, response) => {
      partial(response, {});
      response.socket?.write("", () => setImmediate(() => controller.abort(reason)));
    });
    expect(await rejection(connect(server.url).send({ ...GET, signal: controller.signal }))).toBe(reason);
  });

  test("a redirect is not followed, so the token stays where it was meant to go", async () => {
    let visited = false;
    await using other = await HttpServer.start((_request, response) => {
      visited = true;
      response.writeHead(200, JSON_TYPE).end("{}");
    });
    await using server = await HttpServer.start((_request, response) => {
      response.writeHead(307, { location: `${other.url}/v1/basins` }).end();
    });
    expect(await rejection(connect(server.url).send(GET))).toMatchObject({ code: "protocol_error" });
    expect(visited).toBe(false);
  });

  test("what is not HTTP is a protocol error", async () => {
    await using server = await HttpServer.start((request) => {
      request.socket.end("SSH-2.0-OpenSSH_9.6\r\n");
    });
    const error = await rejection(connect(server.url, { retry: "never" }).send(GET));
    expect(error).toMatchObject({ code: "protocol_error", retryable: false });
  });

  test("requests are compressed and answers decompressed", async () => {
    await using server = await HttpServer.start((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const body = gunzipSync(Buffer.concat(chunks)).toString();
        expect(request.headers["content-encoding"]).toBe("gzip");
        response.writeHead(200, { ...JSON_TYPE, "content-encoding": "gzip" });
        response.end(gzipSync(JSON.stringify({ length: body.length })));
      });
    });
    const client = connect(server.url, { compression: "gzip" });
    expect((await client.send({ ...APPEND, body: "x".repeat(9000) })).text()).toBe('{"length":9000}');
  });

  test("a body can be streamed up while the answer streams down", async () => {
    await using server = await HttpServer.start((request, response) => {
      response.writeHead(200, { "content-type": "s2s/proto" });
      request.pipe(response);
    });
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const writer = writable.getWriter();
    const first = writer.write(new TextEncoder().encode("one"));
    const { body } = await connect(server.url).open({
      ...APPEND,
      headers: { "content-type": "s2s/proto", accept: "application/protobuf" },
      body: readable,
    });
    await first;
    const reader = body.getReader();
    expect(new TextDecoder().decode((await reader.read()).value)).toBe("one");
    await Promise.all([writer.write(new TextEncoder().encode("two")), writer.close()]);
    expect(new TextDecoder().decode((await reader.read()).value)).toBe("two");
    expect((await reader.read()).done).toBe(true);
  });

  test("a stream of events that breaks off fails as a lost connection", async () => {
    await using server = await HttpServer.start((request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(":\n\n", () => setImmediate(() => request.socket.destroy()));
    });
    const { body } = await connect(server.url).open({ ...GET, headers: { accept: "text/event-stream" } });
    const reader = body.getReader();
    await reader.read();
    expect(await rejection(reader.read())).toMatchObject({ code: "connection_lost", retryable: true });
  });

  test("a generated function works from end to end", async () => {
    await using server = await HttpServer.start((request, response) => {
      response
        .writeHead(200, JSON_TYPE)
        .end(JSON.stringify({ basins: [], has_more: request.url?.endsWith("limit=5") }));
    });
    expect(await unwrap(listBasins(connect(server.url), { query: { limit: 5 } }))).toEqual({
      basins: [],
      has_more: true,
    });
  });
});
