import { type ChildProcess, spawn } from "node:child_process";
import { type AddressInfo, createServer } from "node:net";
import { findS2Lite } from "../../../../scripts/install-s2-lite.mjs";

import { peerCertificate } from "./peer-certificate.js";

/** How to start the real server. */
export interface S2LiteOptions {
  /** The `s2` binary. By default the one that `findS2Lite` finds. */
  binary?: string | undefined;
  /** Folder to keep data in, created if missing; in memory by default. */
  localRoot?: string | undefined;
  /** Port; a free one by default. */
  port?: number | undefined;
  /** Serves HTTPS with a certificate that it makes and signs itself, for `localhost`, `127.0.0.1` and `::1`. */
  selfSigned?: boolean | undefined;
  /** Further arguments of `s2 lite`. */
  args?: readonly string[] | undefined;
  /** Environment variables beside those of this process. */
  environment?: Readonly<Record<string, string>> | undefined;
}

/** A start takes about 1.1 s on an idle machine. */
const START_LIMIT_MS = 30_000;
/** The server gives work in flight ten seconds. */
const STOP_LIMIT_MS = 20_000;
const START_ATTEMPTS = 3;

const running = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** A running `s2 lite`; it does not outlive this process. */
export class S2Lite implements AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly #child: ChildProcess;
  readonly #exit: Promise<number | NodeJS.Signals>;
  readonly #output: () => string;

  /** Use `startS2Lite`. */
  constructor(child: ChildProcess, url: string, exit: Promise<number | NodeJS.Signals>, output: () => string) {
    this.#child = child;
    this.url = url;
    this.port = Number(new URL(url).port);
    this.#exit = exit;
    this.#output = output;
  }

  /** The last lines that the server wrote, for a failing test's message. */
  get output(): string {
    return this.#output();
  }

  /** Resolves with the exit code or the signal that ended the process. */
  get exit(): Promise<number | NodeJS.Signals> {
    return this.#exit;
  }

  /** Sends a signal. SIGTERM and SIGINT shut down in order, SIGKILL does not. */
  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Ends the process, in order by default, and waits until it is gone. Idempotent. */
  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<number | NodeJS.Signals> {
    this.#child.kill(signal);
    const force = setTimeout(() => this.#child.kill("SIGKILL"), STOP_LIMIT_MS);
    try {
      return await this.#exit;
    } finally {
      clearTimeout(force);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop("SIGKILL");
  }
}

/**
 * Starts `s2 lite` and waits until `/health` answers. Rejects when there is no binary, when the process
 * exits early (with what it wrote), or after 30 s.
 */
export async function startS2Lite(options: S2LiteOptions = {}): Promise<S2Lite> {
  const binary = options.binary ?? (await findS2Lite());
  if (binary === undefined) throw new Error("no s2 binary; `node scripts/install-s2-lite.mjs` builds one");
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await freePort());
    const server = launch(binary, port, options);
    try {
      await untilHealthy(server);
      return server;
    } catch (error) {
      await server.stop("SIGKILL");
      // The free port may have been taken by somebody else meanwhile.
      const mayRetry = options.port === undefined && attempt < START_ATTEMPTS && server.output.includes("in use");
      if (!mayRetry) throw error;
    }
  }
}

function launch(binary: string, port: number, options: S2LiteOptions): S2Lite {
  const { args = [], environment = {}, localRoot, selfSigned = false } = options;
  const tls = selfSigned ? ["--tls-self"] : [];
  const storage = localRoot === undefined ? [] : ["--local-root", localRoot];
  const child = spawn(binary, ["lite", "--port", String(port), ...tls, ...storage, ...args], {
    env: { ...process.env, RUST_LOG: "warn", NO_COLOR: "1", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const keep = (text: Buffer): void => {
    output = (output + text.toString()).slice(-8_000);
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  running.add(child);
  const exit = new Promise<number | NodeJS.Signals>((resolve) => {
    child.once("error", (error) => {
      output += error.message;
      resolve(-1);
    });
    child.once("exit", (code, signal) => resolve(code ?? signal ?? -1));
  });
  void exit.then(() => running.delete(child));
  return new S2Lite(child, `${selfSigned ? "https" : "http"}://127.0.0.1:${port}`, exit, () => output);
}

async function untilHealthy(server: S2Lite): Promise<void> {
  let exited: number | NodeJS.Signals | undefined;
  void server.exit.then((code) => {
    exited = code;
  });
  const deadline = Date.now() + START_LIMIT_MS;
  for (;;) {
    const healthy = await (server.url.startsWith("https:") ? presentsCertificate(server) : answersHealth(server));
    if (exited !== undefined) throw new Error(`s2 lite ended with ${exited}: ${server.output}`);
    if (healthy) return;
    if (Date.now() > deadline) throw new Error(`s2 lite did not answer within ${START_LIMIT_MS} ms: ${server.output}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function answersHealth(server: S2Lite): Promise<boolean> {
  return fetch(`${server.url}/health`, { signal: AbortSignal.timeout(2_000) }).then(
    (response) => response.text().then((text) => response.ok && text === "OK"),
    () => false,
  );
}

function presentsCertificate(server: S2Lite): Promise<boolean> {
  return peerCertificate(server.port).then(
    () => true,
    () => false,
  );
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
