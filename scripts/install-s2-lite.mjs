#!/usr/bin/env node
// Finds the `s2` binary that the conformance suite runs as `s2 lite`, or builds it with cargo once per machine.
// Prints the path of the binary as its last line. Exit codes: 0 found or built, 3 cargo is missing, 1 anything else.

import { execFile, spawn } from "node:child_process";
import { access, constants, link, mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";

/** The release that the conformance suite describes. */
export const S2_CLI_VERSION = "0.43.4";

/** Exit code of this script when a build is needed and there is no cargo. */
export const EXIT_CARGO_MISSING = 3;

const BINARY = process.platform === "win32" ? "s2.exe" : "s2";
const LOCK_POLL_MS = 500;
/** A lock file without a readable owner is somebody's half-made lock; after this long nobody will finish it. */
const UNREADABLE_LOCK_MS = 10_000;

/** A build is needed and cargo is not installed. */
export class CargoMissingError extends Error {
  name = "CargoMissingError";
}

/**
 * The folder that cargo installs into; outside of any checkout, so that all checkouts of a machine share it.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {string}
 */
export function cacheFolder(env = process.env) {
  return join(env.XDG_CACHE_HOME || join(homedir(), ".cache"), "s2kit", `s2-cli-${S2_CLI_VERSION}`);
}

/**
 * Looks for the binary without building anything: `S2_LITE_BIN`, then PATH, then the cache folder.
 * `S2_LITE_BIN` is taken whatever its version; the other two only with the version of `S2_CLI_VERSION`.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string | undefined>} An absolute path, or undefined when there is none.
 * @throws {Error} When `S2_LITE_BIN` is set to something that does not answer `--version`.
 */
export async function findS2Lite(env = process.env) {
  if (env.S2_LITE_BIN) {
    if ((await versionOf(env.S2_LITE_BIN)) !== undefined) return env.S2_LITE_BIN;
    throw new Error(`S2_LITE_BIN is ${env.S2_LITE_BIN}, which is not a working s2 binary`);
  }
  const folders = (env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  for (const folder of [...folders, join(cacheFolder(env), "bin")]) {
    const candidate = join(folder, BINARY);
    if ((await versionOf(candidate)) === S2_CLI_VERSION) return candidate;
  }
  return undefined;
}

/**
 * Finds the binary, or builds it with cargo (about ten minutes). Calls at the same time, also of other processes, share one build;
 * what a killed build left behind is built anew.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {(line: string) => void} log Receives what is going on.
 * @returns {Promise<string>}
 * @throws {CargoMissingError} When there is neither a binary nor cargo.
 */
export async function installS2Lite(env = process.env, log = (line) => console.error(line)) {
  const found = await findS2Lite(env);
  if (found !== undefined) return found;
  if (!(await isOnPath("cargo", env))) {
    throw new CargoMissingError(
      `s2 ${S2_CLI_VERSION} was not found and cargo, which builds it, is not on PATH. ` +
        "Install Rust from https://rustup.rs, or set S2_LITE_BIN to an s2 binary.",
    );
  }
  const root = cacheFolder(env);
  await mkdir(dirname(root), { recursive: true });
  const release = await acquireLock(`${root}.lock`, log);
  try {
    // Whoever held the lock before may have built it.
    const built = await findS2Lite(env);
    if (built !== undefined) return built;
    log(`building s2 ${S2_CLI_VERSION} into ${root}; this takes about ten minutes, once per machine`);
    await run("cargo", ["install", "--locked", "--force", "s2-cli", "--version", S2_CLI_VERSION, "--root", root], env);
    const binary = join(root, "bin", BINARY);
    const version = await versionOf(binary);
    if (version !== S2_CLI_VERSION) throw new Error(`cargo left ${binary} with version ${version ?? "unknown"}`);
    return binary;
  } finally {
    await release();
  }
}

/** @returns {Promise<string | undefined>} The version that `binary` reports; undefined when it cannot be run. */
function versionOf(binary) {
  return new Promise((resolve) => {
    execFile(binary, ["--version"], { timeout: 10_000 }, (error, stdout) => {
      resolve(error === null ? /^s2 (\S+)/.exec(stdout)?.[1] : undefined);
    });
  });
}

async function isOnPath(command, env) {
  const name = process.platform === "win32" ? `${command}.exe` : command;
  const folders = (env.PATH ?? "").split(delimiter);
  return (await Promise.all(folders.map((folder) => exists(join(folder, name), constants.X_OK)))).includes(true);
}

function exists(path, mode = constants.F_OK) {
  return access(path, mode).then(
    () => true,
    () => false,
  );
}

/**
 * Creates a lock file that holds the process id; waits while another living process holds it.
 * A dead owner's lock is moved away first, so that of several waiters only one takes it over.
 */
async function acquireLock(path, log) {
  for (let announced = false; ; await sleep(LOCK_POLL_MS)) {
    try {
      const file = await open(path, "wx");
      await file.writeFile(String(process.pid));
      await file.close();
      return () => rm(path, { force: true });
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    if (await isAbandoned(path)) {
      const moved = `${path}.${process.pid}`;
      await rename(path, moved).catch(() => undefined);
      // Another waiter may have been faster, and what was moved is its new lock: put it back.
      if ((await exists(moved)) && !(await isAbandoned(moved))) await link(moved, path).catch(() => undefined);
      await rm(moved, { force: true });
    } else if (!announced) {
      announced = true;
      log(`another process is building s2; waiting for ${path}`);
    }
  }
}

async function isAbandoned(path) {
  try {
    const owner = Number(await readFile(path, "utf8"));
    if (!(owner > 0)) return Date.now() - (await stat(path)).mtimeMs > UNREADABLE_LOCK_MS;
    process.kill(owner, 0);
    return false;
  } catch (error) {
    return error.code === "ESRCH";
  }
}

/** Runs a command with its output on stderr, because stdout belongs to the result. */
function run(command, args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env, stdio: ["ignore", 2, 2] });
    child.on("error", reject);
    child.on("close", (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`${command} ${args.join(" ")} ended with ${signal ?? `exit code ${code}`}`));
    });
  });
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    console.log(await installS2Lite());
  } catch (error) {
    console.error(error.message);
    process.exitCode = error instanceof CargoMissingError ? EXIT_CARGO_MISSING : 1;
  }
}
