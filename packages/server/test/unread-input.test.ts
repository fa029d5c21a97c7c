import http2 from "node:http2";
import { expect, test } from "vitest";
import { BodyReader } from "../src/http/body-reader.js";
import type { Exchange } from "../src/http/exchange.js";
import { Listener } from "../src/http/listener.js";

/** How a server can be done with a request. */
const ENDINGS: readonly (readonly [string, (exchange: Exchange) => void])[] = [
  ["ended", (exchange) => exchange.end()],
  ["reset", (exchange) => exchange.reset(2)],
  ["cut", (exchange) => exchange.dropConnection()],
];

test.each(ENDINGS)("an exchange over HTTP/2 that is %s is over, also when input was left unread", async (_, end) => {
  const begun: Exchange[] = [];
  const over = new Promise<void>((resolve) => {
    const listener = new Listener((exchange) => {
      begun.push(exchange);
      exchange.open(200, {});
      const reader = new BodyReader(exchange.body, () => undefined);
      // What comes behind the first bytes is there, and nobody wants it.
      void reader.read().then(() => {
        exchange.body.once("readable", () => end(exchange));
      });
      void exchange.over.then(async () => {
        expect([...listener.exchanges]).toEqual([]);
        listener.stopAccepting();
        await listener.destroyConnections();
        resolve();
      });
    });
    void listener.listen(0, "127.0.0.1").then((port) => {
      const session = http2.connect(`http://127.0.0.1:${port}`);
      session.on("error", () => undefined);
      const stream = session.request({ ":method": "POST", ":path": "/" });
      stream.on("error", () => undefined);
      stream.on("close", () => session.destroy());
      stream.on("response", () => {
        stream.write("first");
        setImmediate(() => stream.write("second"));
      });
      stream.resume();
    });
  });
  await over;
  expect(begun).toHaveLength(1);
});
