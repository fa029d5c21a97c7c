import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test as base, describe } from "vitest";
import { EXIT_CARGO_MISSING, S2_CLI_VERSION } from "../../../../scripts/install-s2-lite.mjs";

const SCRIPT = fileURLToPath(new URL("../../../../scripts/install-s2-lite.mjs", import.meta.url));

interface Outcome {
  exitCode: number | null;
  lastLine: string | undefined;
  errorText: string;
}

/** A machine of its own: empty PATH folder, empty cache. */
class Machine {
  readonly root: string;
  readonly cached: string;

  constructor(root: string) {
    this.root = root;
    this.cached = join(root, "cache/s2kit", `s2-cli-${S2_CLI_VERSION}`);
  }

  async addCommand(path: string, shellText: string): Promise<string> {
    const file = join(this.root, path);
    await mkdir(join(file, ".."), { recursive: true });
    await writeFile(file, `#!/bin/sh\n${shellText}\n`, { mode: 0o755 });
    return file;
  }

  addS2(path: string, version: string): Promise<string> {
    return this.addCommand(path, `echo "s2 ${version} (rev 0)"`);
  }

  /** A cargo that takes a moment, counts its runs, and fails in the first `failures` of them. */
  addCargo(failures = 0): Promise<string> {
    return this.addCommand(
      "bin/cargo",
      `echo run >> "${this.root}/cargo-runs"
runs=$(/usr/bin/wc -l < "${this.root}/cargo-runs")
/bin/mkdir -p "${this.cached}/bin"
/bin/sleep 0.3
if [ "$runs" -le ${failures} ]; then echo "out of memory" >&2; exit 101; fi
printf '#!/bin/sh\\necho "s2 ${S2_CLI_VERSION} (built)"\\n' > "${this.cached}/bin/s2"
/bin/chmod 755 "${this.cached}/bin/s2"`,
    );
  }

  async cargoRuns(): Promise<number> {
    const text = await readFile(join(this.root, "cargo-runs"), "utf8").catch(() => "");
    return text.split("\n").length - 1;
  }

  install(environment: Record<string, string> = {}, onErrorText?: (text: string) => void): Promise<Outcome> {
    const child = spawn(process.execPath, [SCRIPT], {
      env: { PATH: join(this.root, "bin"), XDG_CACHE_HOME: join(this.root, "cache"), ...environment },
    });
    let [output, errorText] = ["", ""];
    child.stdout.on("data", (text) => (output += text));
    child.stderr.on("data", (text) => {
      errorText += text;
      onErrorText?.(errorText);
    });
    return new Promise((resolve) => {
      child.on("close", (exitCode) => {
        resolve({ exitCode, lastLine: output.trim().split("\n").at(-1), errorText });
      });
    });
  }
}

const test = base.extend<{ machine: Machine }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the pattern to learn which fixtures are used
  machine: async ({}, use) => {
    const root = await mkdtemp(join(tmpdir(), "install-s2-lite-"));
    await use(new Machine(root));
    await rm(root, { recursive: true });
  },
});

describe.concurrent("finding", () => {
  test("takes S2_LITE_BIN before everything else, whatever its version", async ({ machine, expect }) => {
    await machine.addS2("bin/s2", S2_CLI_VERSION);
    const chosen = await machine.addS2("elsewhere/my-s2", "9.9.9");
    expect(await machine.install({ S2_LITE_BIN: chosen })).toMatchObject({ exitCode: 0, lastLine: chosen });
  });

  test("fails when S2_LITE_BIN names nothing that runs, although PATH has a binary", async ({ machine, expect }) => {
    await machine.addS2("bin/s2", S2_CLI_VERSION);
    const outcome = await machine.install({ S2_LITE_BIN: join(machine.root, "missing") });
    expect(outcome.exitCode).toBe(1);
    expect(outcome.errorText).toContain("S2_LITE_BIN");
  });

  test("takes the binary on PATH when its version is right", async ({ machine, expect }) => {
    const binary = await machine.addS2("bin/s2", S2_CLI_VERSION);
    expect(await machine.install()).toMatchObject({ exitCode: 0, lastLine: binary });
  });

  test("passes over another version on PATH for the one in the cache folder", async ({ machine, expect }) => {
    await machine.addS2("bin/s2", "0.42.0");
    const binary = await machine.addS2(`cache/s2kit/s2-cli-${S2_CLI_VERSION}/bin/s2`, S2_CLI_VERSION);
    expect(await machine.install()).toMatchObject({ exitCode: 0, lastLine: binary });
  });
});

describe.concurrent("building", () => {
  test("exits with its own code and says so when there is neither a binary nor cargo", async ({ machine, expect }) => {
    const outcome = await machine.install();
    expect(outcome.exitCode).toBe(EXIT_CARGO_MISSING);
    expect(outcome.errorText).toContain("cargo");
    expect(outcome.lastLine).toBe("");
  });

  test("builds into the cache folder and prints the path", async ({ machine, expect }) => {
    await machine.addCargo();
    const outcome = await machine.install();
    expect(outcome).toMatchObject({ exitCode: 0, lastLine: join(machine.cached, "bin/s2") });
    expect(await machine.install()).toMatchObject({ exitCode: 0, lastLine: outcome.lastLine });
    expect(await machine.cargoRuns()).toBe(1);
  });

  test("builds once when three processes ask at the same time", async ({ machine, expect }) => {
    await machine.addCargo();
    const outcomes = await Promise.all([machine.install(), machine.install(), machine.install()]);
    expect(outcomes.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
    expect(new Set(outcomes.map(({ lastLine }) => lastLine)).size).toBe(1);
    expect(await machine.cargoRuns()).toBe(1);
  });

  test("fails when cargo fails, and builds again at the next call", async ({ machine, expect }) => {
    await machine.addCargo(1);
    const failed = await machine.install();
    expect(failed.exitCode).toBe(1);
    expect(failed.errorText).toContain("exit code 101");
    expect(await machine.install()).toMatchObject({ exitCode: 0, lastLine: join(machine.cached, "bin/s2") });
    expect(await machine.cargoRuns()).toBe(2);
  });

  test("takes over the lock of a process that died", async ({ machine, expect }) => {
    await machine.addCargo();
    await mkdir(join(machine.cached, ".."), { recursive: true });
    const deadProcess = spawn(process.execPath, ["-e", ""]);
    await new Promise((resolve) => deadProcess.on("close", resolve));
    await writeFile(`${machine.cached}.lock`, String(deadProcess.pid));
    const outcomes = await Promise.all([machine.install(), machine.install()]);
    expect(outcomes.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
  });

  test("waits while a living process holds the lock", async ({ machine, expect }) => {
    await machine.addCargo();
    await mkdir(join(machine.cached, ".."), { recursive: true });
    await writeFile(`${machine.cached}.lock`, String(process.pid));
    let outcome: Promise<Outcome> | undefined;
    await new Promise<void>((waits) => {
      outcome = machine.install({}, (text) => text.includes("waiting for") && waits());
    });
    const binary = await machine.addS2(`cache/s2kit/s2-cli-${S2_CLI_VERSION}/bin/s2`, S2_CLI_VERSION);
    await rm(`${machine.cached}.lock`);
    expect(await outcome).toMatchObject({ exitCode: 0, lastLine: binary });
    expect(await machine.cargoRuns()).toBe(0);
  });
});
