import { once } from "node:events";
import { createServer as createHttp1Server, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createHttp2Server } from "node:http2";
import type { AddressInfo, Server } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { startTcpProxy, type TcpProxy } from "../../src/tools/index.js";
import { ExchangeCutError, type HttpClient, readReply } from "../../src/wire/http-client.js";
import { Http1Client } from "../../src/wire/http1-client.js";
import { Http2Client } from "../../src/wire/http2-client.js";

/** What the two kinds of servers have in common. */
type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function clientOf(
  protocol: "h1" | "h2",
  handler: Handler,
  viaPort?: (port: number) => Promise<number>,
): Promise<HttpClient> {
  const server: Server = protocol === "h1" ? createHttp1Server(handler) : createHttp2Server(handler as never);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${(await viaPort?.(port)) ?? port}`;
  const client = protocol === "h1" ? new Http1Client(url) : new Http2Client(url);
  cleanUps.push(
    () => new Promise((resolve) => server.close(resolve)),
    () => client.close(),
  );
  return client;
}

describe.for(["h1", "h2"] as const)("an exchange over %s", (protocol) => {
  test("delivers status, headers and body, and sends path and body as given", async () => {
    const client = await clientOf(protocol, async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      response.writeHead(207, { "x-seen": request.url ?? "", "x-twice": ["a", "b"] as never });
      response.end(`${request.method} ${Buffer.concat(chunks)}`);
    });
    const reply = await readReply(
      client.send({ method: "POST", path: "/a%2Fb/..?x=%zz", headers: {} }, Buffer.from("body")),
    );
    expect(reply).toMatchObject({ status: 207, headers: { "x-seen": "/a%2Fb/..?x=%zz", "x-twice": "a, b" } });
    expect(reply.text).toBe("POST body");
  });

  test("is full duplex: response pieces arrive while the request is open", async () => {
    const client = await clientOf(protocol, (request, response) => {
      response.writeHead(200);
      response.flushHeaders();
      request.on("data", (chunk: Buffer) => response.write(chunk));
      request.on("end", () => response.end());
    });
    const exchange = client.open({ method: "POST", path: "/" });
    expect((await exchange.head).status).toBe(200);
    for (const piece of ["one", "two"]) {
      exchange.write(Buffer.from(piece));
      expect(String(await exchange.nextChunk())).toBe(piece);
    }
    exchange.end();
    expect(await exchange.nextChunk()).toBeUndefined();
  });

  test("rejects instead of ending when the connection is cut inside the response", async () => {
    let proxy: TcpProxy | undefined;
    const client = await clientOf(
      protocol,
      (_, response) => {
        response.writeHead(200);
        response.write("first");
      },
      async (targetPort) => {
        const started = await startTcpProxy({ targetPort });
        cleanUps.push(() => started.close());
        proxy = started;
        return started.port;
      },
    );
    const exchange = client.open({ method: "GET", path: "/" });
    exchange.end();
    expect(String(await exchange.nextChunk())).toBe("first");
    proxy?.cutAll("close");
    await expect(exchange.nextChunk()).rejects.toBeInstanceOf(ExchangeCutError);
  });

  test("rejects the head when nothing listens", async () => {
    const client = protocol === "h1" ? new Http1Client("http://127.0.0.1:1") : new Http2Client("http://127.0.0.1:1");
    cleanUps.push(() => client.close());
    await expect(client.send({ method: "GET", path: "/" }).head).rejects.toBeInstanceOf(ExchangeCutError);
  });
});
