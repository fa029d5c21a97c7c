import { once } from "node:events";
import http2 from "node:http2";
import { connect, type Socket } from "node:net";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect } from "vitest";
import { type EmbeddedServer, startServer } from "../src/index.js";
import { encodePlainFrame } from "../src/wire/frame.js";
import { append, BASIN, Connection, http, terminalOf, test } from "./harness.js";

const RECORDS = "/v1/streams/s/records";
/** One record with the body `hi`. */
const INPUT: Buffer = encodePlainFrame(Buffer.from([0x0a, 4, 0x1a, 2, 0x68, 0x69]));

/** Sends bytes as they are and returns everything that comes back until the server closes. */
async function raw(port: number, ...parts: string[]): Promise<string> {
  const socket: Socket = connect(port, "127.0.0.1");
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  await once(socket, "connect");
  for (const part of parts) {
    socket.write(part);
    await new Promise(setImmediate);
  }
  await once(socket, "close");
  return Buffer.concat(chunks).toString();
}

describe("one port", () => {
  test("serves HTTP/1.1 and HTTP/2 side by side", async ({ server, connection }) => {
    expect((await http(server, "GET", "/health")).text).toBe("OK");
    await append(server, "s", "x");
    expect(await connection.readSession("s", "seq_num=0&count=1").rest()).toHaveLength(1);
  });

  test("recognises HTTP/2 when its preface comes byte by byte", async ({ server }) => {
    const session = http2.connect(server.url, {
      createConnection: () => {
        const socket = connect(server.port, "127.0.0.1");
        const write = socket.write.bind(socket);
        socket.write = ((data: Buffer, ...rest: never[]) => {
          for (const byte of data) write(Buffer.from([byte]));
          for (const argument of rest as unknown[]) if (typeof argument === "function") argument();
          return true;
        }) as typeof socket.write;
        return socket;
      },
    });
    const stream = session.request({ ":path": "/health" });
    const [headers] = await once(stream, "response");
    expect(headers[":status"]).toBe(200);
    session.destroy();
  });

  test("survives connections that say nothing, garbage, or half a preface", async ({ server }) => {
    for (const bytes of ["", "\0\x01\x02\r\n\r\n", "PRI * HTT"]) {
      const socket = connect(server.port, "127.0.0.1");
      await once(socket, "connect");
      socket.end(bytes);
      socket.resume();
      await once(socket, "close");
    }
    expect((await http(server, "GET", "/health")).status).toBe(200);
  });

  test("announces the settings of the service over HTTP/2", async ({ connection }) => {
    const [settings] = await once(connection.session, "remoteSettings");
    expect(settings).toMatchObject({
      initialWindowSize: 1_048_576,
      maxFrameSize: 16_384,
      maxConcurrentStreams: 200,
      maxHeaderListSize: 16_384,
    });
  });

  test("takes request headers of 400 kB over HTTP/1.1", async ({ server }) => {
    expect((await http(server, "GET", "/health", { headers: { padding: "x".repeat(400_000) } })).status).toBe(200);
  });
});

describe("an early answer", () => {
  test("to a session request over HTTP/1.1 comes whole, and the connection is closed", async ({ server }) => {
    const head = `POST /v1/streams/s/records HTTP/1.1\r\nhost: x\r\ns2-basin: BAD\r\ncontent-type: s2s/proto\r\ntransfer-encoding: chunked\r\n\r\n`;
    const answer = await raw(server.port, head, "5\r\nabcde\r\n");
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('"bad_header"');
  });

  test("to a request with a short body keeps the connection usable", async ({ server }) => {
    const request = (close: string): string => `POST /nope HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\n${close}\r\n`;
    const answer = await raw(server.port, request(""), "abcde", request("connection: close\r\n"), "abcde");
    expect(answer.match(/HTTP\/1\.1 404/g)).toHaveLength(2);
  });

  test("over HTTP/2 closes the stream without an error while the request is still open", async ({ connection }) => {
    const session = connection.open("POST", RECORDS, { "s2-basin": "BAD" });
    const [headers] = await once(session.stream, "response");
    expect(headers[":status"]).toBe(400);
    expect(await session.closed()).toBe(0);
  });

  test("to an input that fails leaves the session with a terminal frame and a clean end", async ({
    server,
    connection,
  }) => {
    const session = connection.appendSession("s");
    session.stream.write(Buffer.concat([INPUT, encodePlainFrame(Buffer.alloc(0)), INPUT]));
    expect((await session.next())?.terminal).toBe(false);
    expect(terminalOf(await session.next()).status).toBe(422);
    expect(await session.next()).toBeUndefined();
    expect(await session.closed()).toBe(0);
    expect((await http(server, "GET", `${RECORDS}/tail`)).json.tail.seq_num).toBe(1);
  });
});

describe("bodies", () => {
  test("may be gzip-compressed, single ones and sessions alike", async ({ server }) => {
    const headers = { "content-encoding": "gzip", "content-type": "application/json" };
    const body = gzipSync('{"records":[{"body":"a"}]}');
    expect((await http(server, "POST", RECORDS, { headers, body })).status).toBe(200);
    const session = { ...headers, "content-type": "s2s/proto" };
    const answer = await http(server, "POST", RECORDS, {
      headers: session,
      body: gzipSync(Buffer.concat([INPUT, INPUT])),
    });
    expect(answer.status).toBe(200);
    expect((await http(server, "GET", `${RECORDS}/tail`)).json.tail.seq_num).toBe(3);
  });

  test("of more than 2 MiB are refused, also when only unpacking makes them so", async ({ server }) => {
    const body = `{"records":[{}]}${" ".repeat(2 * 1024 * 1024 - 15)}`;
    const headers = { "content-type": "application/json" };
    expect((await http(server, "POST", RECORDS, { headers, body })).json.code).toBe("bad_json");
    const packed = { headers: { ...headers, "content-encoding": "gzip" }, body: gzipSync(body) };
    expect((await http(server, "POST", RECORDS, packed)).json.code).toBe("bad_json");
    expect((await http(server, "POST", RECORDS, { headers, body: body.slice(0, -1) })).status).toBe(200);
  });

  test("of answers are compressed from 1024 bytes on if the client takes that", async ({ server }) => {
    await append(server, "s", "x".repeat(2_000));
    const read = (encoding: string) =>
      http(server, "GET", `${RECORDS}?seq_num=0`, { headers: { "accept-encoding": encoding } });
    const packed = await read("gzip");
    expect(packed.headers["content-encoding"]).toBe("gzip");
    expect(packed.headers.vary).toContain("accept-encoding");
    expect(JSON.parse(gunzipSync(packed.body).toString()).records).toHaveLength(1);
    for (const encoding of ["identity", "gzip;q=0", "br", ""]) {
      expect((await read(encoding)).headers["content-encoding"]).toBeUndefined();
    }
    expect((await read("*;q=0.5")).headers["content-encoding"]).toBeDefined();
    const small = await http(server, "GET", `${RECORDS}/tail`, { headers: { "accept-encoding": "gzip" } });
    expect(small.headers["content-encoding"]).toBeUndefined();
  });

  test("of session frames are compressed one by one if the client takes that", async ({ server, connection }) => {
    await append(server, "s", "x".repeat(2_000));
    for (const [encoding, expected] of [
      ["gzip", "gzip"],
      ["gzip;q=0", undefined],
      ["*", undefined],
    ] as const) {
      const session = connection.open("GET", `${RECORDS}?seq_num=0&count=1`, { "accept-encoding": encoding });
      expect((await session.next())?.compression).toBe(expected);
    }
  });
});

describe("a slow reader", () => {
  test("holds the server back instead of having it buffer everything", async ({ server, connection }) => {
    const recordBytes = 1_000_000;
    for (let index = 0; index < 16; index++) await append(server, "s", "x".repeat(recordBytes));
    const session = connection.readSession("s", "seq_num=0&wait=0");
    session.stream.pause();
    // Stands still once nobody takes anything any more.
    let given = await bytesGivenToReaders(server);
    for (let unchanged = 0; unchanged < 20; unchanged++) {
      const now = await bytesGivenToReaders(server);
      if (now !== given) unchanged = 0;
      given = now;
    }
    expect(given).toBeGreaterThan(0);
    expect(given).toBeLessThan(12 * recordBytes);
    session.stream.resume();
    expect(await session.rest()).toHaveLength(16);
  });
});

async function bytesGivenToReaders(server: EmbeddedServer): Promise<number> {
  const end = Math.floor(Date.now() / 1000) + 60;
  const query = `set=read-throughput&interval=day&start=${end - 90 * 86_400}&end=${end}`;
  const { values } = (await http(server, "GET", `/v1/metrics/${BASIN}?${query}`)).json;
  return values[0].accumulation.values.reduce((sum: number, [, value]: [number, number]) => sum + value, 0);
}

test("a long unary answer over HTTP/2 comes whole to a client that reads late", async ({ server, connection }) => {
  await append(server, "s", "x".repeat(1_000_000));
  const stream = connection.session.request({ ":path": `${RECORDS}?seq_num=0`, "s2-basin": BASIN });
  const [headers] = await once(stream, "response");
  await bytesGivenToReaders(server);
  let size = 0;
  for await (const chunk of stream) size += chunk.length;
  expect([size, stream.rstCode]).toEqual([Number(headers["content-length"]), 0]);
});

describe("cross-origin requests", () => {
  test("are mirrored on answers, errors and preflights", async ({ server }) => {
    const headers = {
      origin: "https://app.example",
      "access-control-request-method": "PUT",
      "access-control-request-headers": "a,b",
    };
    const preflight = await http(server, "OPTIONS", "/anything", { headers });
    expect(preflight.status).toBe(200);
    expect(preflight.headers["access-control-allow-methods"]).toBe("PUT");
    expect(preflight.headers["access-control-allow-headers"]).toBe("a,b");
    const error = await http(server, "GET", "/v1/basins/missing-basin", { headers });
    expect(error.headers["access-control-allow-origin"]).toBe("https://app.example");
  });

  test("get no headers, and preflights 405, when CORS is off", async () => {
    await using server = await startServer({ cors: false });
    const answer = await http(server, "GET", "/v1/basins", { headers: { origin: "https://app.example" } });
    expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
    expect(answer.headers.vary).toBeUndefined();
    expect((await http(server, "OPTIONS", "/v1/basins")).status).toBe(405);
  });
});

describe("closing", () => {
  test("ends sessions with server_draining and leaves no connection", async ({ server }) => {
    await using connection = new Connection(server);
    const appending = connection.appendSession("s");
    appending.stream.write(INPUT);
    await appending.next();
    const reading = connection.readSession("s");
    await reading.next();
    await reading.next();
    // The script tells when the server has got as far as it has to.
    const arrived = [
      server.faults.push({ on: "sse", at: "after-frame", action: "delay", delayMs: 0 }).struck,
      server.faults.push({ on: "read", action: "delay", delayMs: 0 }).struck,
    ];
    const events = http(server, "GET", `${RECORDS}?seq_num=0`, { headers: { accept: "text/event-stream" } });
    const waiting = http(server, "GET", `${RECORDS}?seq_num=1&wait=60`);
    await Promise.all(arrived);
    await server.close();
    for (const session of [appending, reading]) {
      const { status, body } = terminalOf(await session.next());
      expect([status, body.code]).toEqual([503, "server_draining"]);
      expect(await session.closed()).toBe(0);
    }
    expect((await events).text).toContain("event: error");
    expect((await waiting).json.code).toBe("server_draining");
    await expect(http(server, "GET", "/health")).rejects.toThrow("ECONNREFUSED");
  });

  test("is idempotent, and happens at the end of an `await using` block", async () => {
    let url = "";
    {
      await using server = await startServer();
      url = server.url;
      await Promise.all([server.close(), server.close()]);
    }
    await expect(fetch(url)).rejects.toThrow("fetch failed");
  });

  test("cuts what does not end by itself", async ({ server }) => {
    const socket = connect(server.port, "127.0.0.1");
    await once(socket, "connect");
    socket.write(
      "POST /v1/basins HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{",
    );
    socket.resume();
    socket.on("error", () => undefined);
    const closed = once(socket, "close");
    await http(server, "GET", "/health");
    await server.close();
    await closed;
  });

  test("leaves no timer behind", async ({ clock, timedServer: server }) => {
    await http(server, "PUT", "/v1/streams/s", { body: { delete_on_empty: { min_age_secs: 60 } } });
    const read = http(server, "GET", `${RECORDS}?seq_num=0&wait=60`);
    while (clock.pendingTimers < 2) await clock.advance(0);
    await server.close();
    await read;
    expect(clock.pendingTimers).toBe(0);
  });
});

describe("starting", () => {
  test("reports the address that clients connect to", async () => {
    await using server = await startServer({ host: "0.0.0.0" });
    expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
    expect(server.clientOptions()).toEqual({
      accessToken: "embedded",
      endpoints: { account: server.url, basin: server.url },
    });
  });

  test("creates basins and streams that are given by name or with configuration", async () => {
    const streams = [{ name: "events", config: { retention_policy: "2h 30m" } }];
    await using server = await startServer({ basins: ["plain-basin", { name: BASIN, streams }] });
    expect((await http(server, "GET", "/v1/basins")).json.basins).toHaveLength(2);
    expect((await http(server, "GET", "/v1/streams/events")).json.retention_policy).toEqual({ age: 9_000 });
  });

  test("fails when the port is taken or a basin is invalid", async ({ server }) => {
    await expect(startServer({ port: server.port })).rejects.toThrow("EADDRINUSE");
    await expect(startServer({ basins: ["NO"] })).rejects.toThrow("invalid basin name");
  });
});
