import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { get } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const FIXTURES = fileURLToPath(new URL("../../../test/fixtures/tls/", import.meta.url));
const CLI = fileURLToPath(new URL("../dist/cli.mjs", import.meta.url));

/** The built command, as `npx` would run it. */
class Command implements AsyncDisposable {
  readonly process: ChildProcess;
  readonly exited: Promise<number | null>;
  stderr = "";

  constructor(...args: string[]) {
    this.process = spawn(process.execPath, [CLI, ...args], { stdio: ["ignore", "pipe", "pipe"] });
    this.process.stderr!.on("data", (chunk: Buffer) => {
      this.stderr += chunk;
    });
    this.exited = once(this.process, "close").then(([code]) => code);
  }

  /** The variables that it tells a shell to export. */
  async variables(): Promise<Record<string, string>> {
    const found: Record<string, string> = {};
    for await (const line of createInterface({ input: this.process.stdout! })) {
      const [, name, value] = line.match(/^export (\w+)=(.*)$/) ?? [];
      if (name !== undefined) found[name] = value!;
      if (name === "S2_ACCESS_TOKEN") break;
    }
    return found;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.process.kill("SIGKILL");
    await this.exited;
  }
}

describe("s2kit-server", () => {
  test("prints the variables that clients read, serves, and stops on SIGTERM", async () => {
    const folder = await mkdtemp(join(tmpdir(), "s2kit-server-"));
    const initFile = join(folder, "init.json");
    await writeFile(initFile, '{"basins":[{"name":"file-basin"}]}');
    await using command = new Command(
      "--port",
      "0",
      "--basin",
      "basin-one",
      "--basin",
      "basin-two",
      "--init-file",
      initFile,
    );
    const { S2_ACCOUNT_ENDPOINT: url, S2_BASIN_ENDPOINT, S2_ACCESS_TOKEN } = await command.variables();
    expect([S2_BASIN_ENDPOINT, S2_ACCESS_TOKEN]).toEqual([url, "embedded"]);
    const { basins } = (await (await fetch(`${url}/v1/basins`)).json()) as { basins: { name: string }[] };
    expect(basins.map(({ name }) => name)).toEqual(["basin-one", "basin-two", "file-basin"]);
    command.process.kill("SIGTERM");
    expect(await command.exited).toBe(0);
    await rm(folder, { recursive: true });
  });

  test("demands the root token that it is given", async () => {
    await using command = new Command("--port", "0", "--root-token", "secret");
    const { S2_ACCOUNT_ENDPOINT: url, S2_ACCESS_TOKEN: token } = await command.variables();
    expect(token).toBe("secret");
    expect((await fetch(`${url}/v1/basins`)).status).toBe(401);
    expect((await fetch(`${url}/v1/basins`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
  });

  test("serves HTTPS with the certificate that it is given", async () => {
    const fixture = (name: string): string => join(FIXTURES, name);
    await using command = new Command(
      "--port",
      "0",
      "--tls-cert",
      fixture("server.pem"),
      "--tls-key",
      fixture("server-key.pem"),
    );
    const { S2_ACCOUNT_ENDPOINT: url } = await command.variables();
    const [response] = await once(get(`${url}/health`, { ca: await readFile(fixture("ca.pem")) }), "response");
    response.resume();
    expect([url!.slice(0, 8), response.statusCode]).toEqual(["https://", 200]);
  });

  test.for([
    ["a certificate without its key", ["--tls-cert", join(FIXTURES, "server.pem")], "need each other"],
    ["a flavour that is none", ["--flavour", "mint"], "Allowed choices are s2, s2-lite"],
    ["a port that is none", ["--port", "x"], "a port is a number"],
    ["an invalid basin", ["--port", "0", "--basin", "NO"], "invalid basin name"],
    ["an init file that is not there", ["--init-file", "/nonexistent"], "ENOENT"],
    ["an unknown option", ["--frobnicate"], "unknown option"],
  ] as const)("exits with 1 and says why when it is given %s", async ([, args, reason]) => {
    await using command = new Command(...args);
    expect(await command.exited).toBe(1);
    expect(command.stderr).toContain(reason);
  });
});
