import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { startS2Lite } from "../../src/servers/index.js";
import { describeOnLite } from "../lite/describe-on-lite.js";

vi.setConfig({ testTimeout: 60_000 });

describeOnLite("startS2Lite", () => {
  test("answers on a port of its own until it is stopped", async () => {
    await using server = await startS2Lite();
    expect((await fetch(`${server.url}/health`)).status).toBe(200);
    expect(await server.stop()).toBe(0);
    await expect(fetch(`${server.url}/health`)).rejects.toThrow();
  });

  test("keeps data in its folder over a kill", async () => {
    const localRoot = await mkdtemp(join(tmpdir(), "s2-lite-"));
    const first = await startS2Lite({ localRoot });
    const headers = { "content-type": "application/json" };
    const created = await fetch(`${first.url}/v1/basins`, { method: "POST", headers, body: '{"basin":"kept-basin"}' });
    expect(created.status).toBe(201);
    expect(await first.stop("SIGKILL")).toBe("SIGKILL");
    await using second = await startS2Lite({ localRoot });
    expect((await fetch(`${second.url}/v1/basins/kept-basin`)).status).toBe(200);
    await second.stop();
    await rm(localRoot, { recursive: true });
  });

  test("rejects with what the server wrote when it does not start", async () => {
    await using taken = createServer((socket) => socket.destroy()).listen(0);
    await once(taken, "listening");
    const { port } = taken.address() as AddressInfo;
    await expect(startS2Lite({ port })).rejects.toThrow(/ended with 1/);
    await expect(startS2Lite({ args: ["--no-such-flag"] })).rejects.toThrow(/--no-such-flag/);
  });
});

test("startS2Lite rejects when the binary does not exist", async () => {
  await expect(startS2Lite({ binary: "/nonexistent/s2" })).rejects.toThrow(/ENOENT/);
});
