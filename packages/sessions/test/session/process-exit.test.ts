import { spawn } from "node:child_process";
import { join } from "node:path";
import { expect } from "vitest";
import { numbered, test, type World } from "./harness.js";

const ENTRY = join(import.meta.dirname, "../../dist/internal.node.mjs");

/** Runs a program against the world's stream, in a process of its own, and tells how it ended and what it printed. */
async function run(world: World, program: string): Promise<{ code: number | null; output: string }> {
  const source = `
    import { createRestClient } from "@s2kit/rest";
    import { createTransports, openAppendSession, openReadSession } from ${JSON.stringify(ENTRY)};
    const client = createRestClient(${JSON.stringify(world.server.clientOptions())});
    const transports = createTransports();
    const address = { basin: "session-tests", stream: "a/b" };
    const append = () => openAppendSession(client, transports, address);
    const read = (options) => openReadSession(client, transports, address, options);
    ${program}`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", source], {
    cwd: import.meta.dirname,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.on("data", (text: Buffer) => {
    output += text.toString();
  });
  return await new Promise((resolve) => child.once("exit", (code) => resolve({ code, output })));
}

test("a process ends by itself, although nobody closed its sessions", async ({ world }) => {
  await world.fill(numbered(3));
  const ended = await run(
    world,
    `const session = append();
     await (await session.submit([{ body: "x" }])).ack();
     const reader = read();
     const iterator = reader[Symbol.asyncIterator]();
     console.log((await iterator.next()).value.text());
     read({ from: { tailOffset: 0 } });`,
  );
  expect(ended).toEqual({ code: 0, output: "0\n" });
});

test("a process that waits for a record, or for an acknowledgement, stays alive until it comes", async ({ world }) => {
  world.server.faults.push({ on: "append-session", action: "delay", delayMs: 500, at: "after-commit" });
  const running = run(
    world,
    `const waiting = read({ from: { tailOffset: 0 } });
     await waiting.caughtUp();
     const next = waiting[Symbol.asyncIterator]().next();
     const ticket = await append().submit([{ body: "late" }]);
     await ticket.ack();
     console.log((await next).value.text());`,
  );
  expect(await running).toEqual({ code: 0, output: "late\n" });
});

test("a process that closes a session stays alive until it is closed", async ({ world }) => {
  const closed = run(
    world,
    `const idle = append();
     await (await idle.submit([{ body: "acknowledged before" }])).ack();
     await idle.close();
     const busy = append();
     await busy.submit([{ body: "acknowledged meanwhile" }]);
     await busy.close();
     console.log("closed");`,
  );
  expect(await closed).toEqual({ code: 0, output: "closed\n" });
});

test("a process that waits for a record stays alive between two connections", async ({ world }) => {
  await world.fill(numbered(1));
  world.server.faults.push({ on: "read-session", action: "respond", status: 503, count: 2 });
  const running = run(
    world,
    `const reader = read({ retry: { minDelayMs: 200, maxDelayMs: 200 } });
     console.log((await reader[Symbol.asyncIterator]().next()).value.text());`,
  );
  expect(await running).toEqual({ code: 0, output: "0\n" });
});

test("a process in which nothing else happens finds out by PING that the peer is gone", async ({ world }) => {
  const running = run(
    world,
    `import { spawn } from "node:child_process";
     import { createServer } from "node:net";
     const silent = createServer((socket) => {
       // Its settings, and nothing more.
       socket.write(Buffer.from("000000040000000000", "hex"));
       socket.on("data", () => undefined).on("error", () => undefined);
     });
     await new Promise((resolve) => silent.listen(0, "127.0.0.1", resolve));
     const endpoints = "http://127.0.0.1:" + silent.address().port;
     const dead = createRestClient({ accessToken: "t", endpoints, retry: "never" });
     const pinging = createTransports({ http2: { pingIntervalMs: 1500, pingTimeoutMs: 100 } });
     const reading = openReadSession(dead, pinging, address)[Symbol.asyncIterator]().next();
     // Not a timer of this process: it would be what wakes it.
     const later = spawn(process.execPath, ["--eval", "setTimeout(() => undefined, 2600)"], { stdio: "ignore" });
     later.once("exit", () => console.log("later"));
     await reading.catch((error) => console.log(error.code));
     silent.close();`,
  );
  expect(await running).toEqual({ code: 0, output: "connection_lost\nlater\n" });
});
