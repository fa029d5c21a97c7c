import { once } from "node:events";
import { readFileSync } from "node:fs";
import http2 from "node:http2";
import https from "node:https";
import { connect } from "node:net";
import { type ConnectionOptions, connect as connectTls } from "node:tls";
import { expect, test } from "vitest";
import { startServer } from "../src/index.js";

const pem = (name: string): string =>
  readFileSync(new URL(`../../../test/fixtures/tls/${name}.pem`, import.meta.url), "utf8");
const CA = pem("ca");
const TLS = { cert: pem("server"), key: pem("server-key") };

/** The status over HTTP/2, or what went wrong. */
async function overHttp2(url: string, options: ConnectionOptions): Promise<number> {
  const { hostname: host, port } = new URL(url);
  const socket = connectTls({ host, port: Number(port), ALPNProtocols: ["h2"], ...options });
  const session = http2.connect(url, { createConnection: () => socket });
  try {
    const failed = once(session, "close").then(() => Promise.reject(new Error("closed")));
    const [headers] = await Promise.race([once(session.request({ ":path": "/health" }), "response"), failed]);
    return headers[":status"];
  } finally {
    session.destroy();
    // After a TLS alert Node leaves it open.
    socket.destroy();
  }
}

test("serves HTTP/2 and HTTP/1.1 over TLS on one port, as ALPN decides", async () => {
  await using server = await startServer({ tls: TLS });
  expect(server.url).toBe(`https://127.0.0.1:${server.port}`);
  expect(server.clientOptions().endpoints.account).toBe(server.url);
  expect(await overHttp2(server.url, { ca: CA })).toBe(200);
  const [answer] = await once(https.get(`${server.url}/health`, { ca: CA, agent: false }), "response");
  answer.resume();
  expect([answer.statusCode, answer.httpVersion]).toEqual([200, "1.1"]);
});

test("lets clients in only with a certificate of its CA when it requires one", async () => {
  await using server = await startServer({ tls: { ...TLS, ca: CA, requireClientCertificate: true } });
  const certificate = { cert: pem("client"), key: pem("client-key") };
  expect(await overHttp2(server.url, { ca: CA, ...certificate })).toBe(200);
  await expect(overHttp2(server.url, { ca: CA })).rejects.toMatchObject({ code: expect.stringMatching(/^ERR_SSL_/) });
});

test("drops a connection over TLS when the faults say so", async () => {
  await using server = await startServer({ tls: TLS });
  server.faults.push({ on: "any", action: "drop-connection" });
  const dropped = once(https.get(`${server.url}/v1/basins`, { ca: CA, agent: false }), "response");
  await expect(dropped).rejects.toMatchObject({ code: "ECONNRESET" });
  expect(server.faults.injected).toMatchObject({ "drop-connection": 1 });
});

test("closes over connections that never finish their handshake, and takes no plain HTTP", async () => {
  const server = await startServer({ tls: TLS });
  await expect(fetch(`http://127.0.0.1:${server.port}/health`)).rejects.toThrow();
  const silent = connect(server.port, "127.0.0.1").on("error", () => undefined);
  await once(silent, "connect");
  const session = http2.connect(server.url, { ca: CA });
  await once(session, "connect");
  const gone = Promise.all([once(silent.resume(), "close"), once(session, "close")]);
  await server.close();
  await gone;
});

test("does not start with a key that belongs to another certificate", async () => {
  await expect(startServer({ tls: { ...TLS, key: pem("client-key") } })).rejects.toThrow(/key values mismatch/);
});
