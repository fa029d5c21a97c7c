import { spawn } from "node:child_process";
import { join } from "node:path";
import type { ClientTask, Measurement } from "../client/measurement.js";

/** Where the built entries are; this module is bundled into one of them. */
const DIST: string = join(import.meta.dirname, import.meta.dirname.endsWith("dist") ? "." : "..");

/** A client takes a few seconds, half a minute on a busy machine; one that takes this long hangs. */
const CLIENT_LIMIT_MS = 60_000;

/** Runs a client in a process of its own. Rejects with what it wrote to its standard error when it fails. */
export async function runClient(task: ClientTask, nodeOptions: readonly string[] = []): Promise<Measurement> {
  const entry = join(DIST, "client/client-process.mjs");
  return JSON.parse(await runNode([...nodeOptions, entry, JSON.stringify(task)], CLIENT_LIMIT_MS)) as Measurement;
}

/** Runs Node with these arguments. @returns What it printed. */
export function runNode(args: readonly string[], limitMs: number, cwd: string = DIST): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, stdio: ["ignore", "pipe", "pipe"], timeout: limitMs });
    let output = "";
    let errors = "";
    child.stdout.on("data", (text: Buffer) => {
      output += text.toString();
    });
    child.stderr.on("data", (text: Buffer) => {
      errors += text.toString();
    });
    child.once("error", reject);
    child.once("close", (code, signal) => {
      if (code === 0) resolve(output);
      else reject(new Error(`a client ended with ${code ?? signal}: ${args.at(-1)}\n${errors}`));
    });
  });
}

/** The bench's own server in a process of its own, which ends with this one. */
export async function startServerProcess(): Promise<{ readonly url: string; stop(): void }> {
  const entry = join(DIST, "server/server-process.mjs");
  const child = spawn(process.execPath, [entry], { stdio: ["pipe", "pipe", "inherit"] });
  const url = await new Promise<string>((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`the server ended with ${code}`)));
    child.stdout.once("data", (line: Buffer) => resolve((JSON.parse(line.toString()) as { url: string }).url));
  });
  return { url, stop: () => child.stdin.end() };
}
