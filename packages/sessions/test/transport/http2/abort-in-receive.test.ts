import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, test } from "vitest";

const ENTRY = join(import.meta.dirname, "../../../dist/internal.node.mjs");

/**
 * An answer ends while its session takes in bytes, and other requests are under way. In a process of its own, since
 * Node loses it when the session goes away in that turn.
 */
const PROGRAM = `
  import http2 from "node:http2";
  import { once } from "node:events";
  import { createTransports } from ${JSON.stringify(ENTRY)};
  const server = http2.createServer();
  const sessions = new Set();
  let open = 0;
  let allOpen;
  let ending;
  server.on("session", (session) => sessions.add(session));
  server.on("stream", (stream, headers) => {
    stream.on("error", () => undefined);
    stream.respond();
    if (headers[":path"] === "/end") ending = stream;
    else {
      stream.write("open");
      if (++open % 3 === 0) allOpen();
    }
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const url = "http://127.0.0.1:" + server.address().port;
  const errors = new Set();
  for (let round = 0; round < 50; round++) {
    const opened = new Promise((resolve) => { allOpen = resolve; });
    const { fetch, abort } = createTransports({ connection: {} });
    const text = async (path) => (await fetch(url + path)).text();
    const ended = text("/end");
    const cut = [1, 2, 3].map(() => text("/open").catch((error) => errors.add(error.code)));
    await opened;
    ending.end("all");
    await ended;
    abort();
    await Promise.all(cut);
  }
  for (const session of sessions) session.destroy();
  server.close();
  console.log(...errors);`;

test("aborting right after an answer, with other requests under way, ends these and not the process", async () => {
  const child = spawn(process.execPath, ["--input-type=module", "--eval", PROGRAM], {
    stdio: ["ignore", "pipe", "inherit"],
    // Without its cache of freed memory glibc notices sooner that some of it was written to.
    env: { ...process.env, GLIBC_TUNABLES: "glibc.malloc.tcache_count=0" },
  });
  let output = "";
  child.stdout.on("data", (text: Buffer) => {
    output += text.toString();
  });
  const [code, signal] = await once(child, "close");
  expect({ code, signal, output }).toEqual({ code: 0, signal: null, output: "ERR_HTTP2_SESSION_ERROR\n" });
});
