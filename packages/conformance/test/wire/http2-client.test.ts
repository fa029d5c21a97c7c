import { once } from "node:events";
import { createServer } from "node:http2";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { readReply } from "../../src/wire/http-client.js";
import { Http2Client } from "../../src/wire/http2-client.js";

/** Node 20 would lose the process: the end of an answer comes while the session takes in bytes. */
test("a client that is closed when an answer ends keeps its connection for the rest of the turn", async () => {
  const server = createServer((_, response) => response.end("all"));
  await once(server.listen(0, "127.0.0.1"), "listening");
  const client = new Http2Client(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const { session } = client;
  await readReply(client.send({ method: "GET", path: "/" }));
  client.close();
  expect(session.destroyed).toBe(false);
  await once(session, "close");
  server.close();
});
