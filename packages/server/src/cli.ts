#!/usr/bin/env node
import { readFile } from "node:fs/promises";
import { Command, InvalidArgumentError, Option } from "commander";
import type { ServerTls } from "./http/server-tls.js";
import type { Flavour } from "./routes/context.js";
import { startServer } from "./start-server.js";

interface CliOptions {
  readonly port: number;
  readonly host: string;
  readonly basin: readonly string[];
  readonly initFile?: string | undefined;
  readonly cors: boolean;
  readonly rootToken?: string | undefined;
  readonly flavour: Flavour;
  readonly tlsCert?: string | undefined;
  readonly tlsKey?: string | undefined;
}

const program: Command = new Command("s2kit-server")
  .description("An S2-compatible server that keeps everything in memory.")
  .option("--port <port>", "port to listen on; 0 picks a free one", parsePort, 8080)
  .option("--host <address>", "address to listen on", "127.0.0.1")
  .option("--basin <name>", "create a basin at the start; may be given several times", collect, [])
  .option("--init-file <file>", "JSON file with basins and streams to create at the start")
  .option("--root-token <token>", "refuse callers who present neither this nor a token that was issued")
  .addOption(new Option("--flavour <service>", "service to behave like").choices(["s2", "s2-lite"]).default("s2"))
  .option("--tls-cert <file>", "serve HTTPS with this certificate (PEM); needs --tls-key")
  .option("--tls-key <file>", "the private key of --tls-cert (PEM)")
  .option("--no-cors", "do not send CORS headers")
  .action(run);

async function run(options: CliOptions): Promise<void> {
  const initFile = options.initFile === undefined ? undefined : await readFile(options.initFile, "utf8");
  const { port, host, cors, basin: basins, flavour, rootToken } = options;
  const auth = rootToken === undefined ? undefined : { rootToken };
  const tls = await readTls(options);
  const server = await startServer({ port, host, cors, basins, initFile, flavour, auth, tls });
  const { accessToken, endpoints } = server.clientOptions();
  console.log(`# S2-compatible server on ${server.url}, everything in memory. Stop it with Ctrl-C.`);
  console.log(`export S2_ACCOUNT_ENDPOINT=${endpoints.account}`);
  console.log(`export S2_BASIN_ENDPOINT=${endpoints.basin}`);
  console.log(`export S2_ACCESS_TOKEN=${accessToken}`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void server.close());
}

async function readTls({ tlsCert, tlsKey }: CliOptions): Promise<ServerTls | undefined> {
  if (tlsCert === undefined && tlsKey === undefined) return undefined;
  if (tlsCert === undefined || tlsKey === undefined) throw new Error("--tls-cert and --tls-key need each other");
  return { cert: await readFile(tlsCert), key: await readFile(tlsKey) };
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^[0-9]+$/.test(text) || port > 65_535) throw new InvalidArgumentError("a port is a number from 0 to 65535");
  return port;
}

function collect(value: string, previous: readonly string[]): readonly string[] {
  return [...previous, value];
}

program.parseAsync().catch((error: unknown) => {
  console.error(`s2kit-server: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
