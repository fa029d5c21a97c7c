import { TokenRegistry } from "./access/token-registry.js";
import { type Clock, systemClock } from "./clock.js";
import { FaultScript } from "./faults/fault-script.js";
import { corsHeaders, preflightHeaders } from "./http/cors.js";
import type { Exchange } from "./http/exchange.js";
import { Listener } from "./http/listener.js";
import type { ServerTls } from "./http/server-tls.js";
import { apiError } from "./model/api-error.js";
import type { Flavour, ServerContext } from "./routes/context.js";
import { answer } from "./routes/router.js";
import { Account } from "./state/account.js";
import { type BasinSpec, provision, provisionFromFile } from "./state/init-spec.js";
import { LOCAL, type Location, Locations } from "./state/locations.js";
import { MemoryLog } from "./state/memory-log.js";
import { Scheduler } from "./state/scheduler.js";
import { UsageLedger } from "./usage/usage-ledger.js";

/** How to start a server. */
export interface ServerOptions {
  /** Port to listen on; 0, the default, picks a free one. */
  readonly port?: number | undefined;
  /** Address to listen on; `127.0.0.1` unless given. */
  readonly host?: string | undefined;
  /** Serves HTTPS, and nothing else: HTTP/2 and HTTP/1.1, as ALPN decides. Plain HTTP unless given. */
  readonly tls?: ServerTls | undefined;
  /** Basins, and streams in them, that exist from the start: a name, or a name with configuration. */
  readonly basins?: readonly (string | BasinSpec)[] | undefined;
  /** The text of an init file (the JSON that `s2 lite --init-file` takes): more basins and streams. */
  readonly initFile?: string | undefined;
  /**
   * Refuses callers without a valid access token. Without it every token and none is accepted; a token that this
   * server issued is held to its scope either way.
   */
  readonly auth?: { readonly rootToken: string } | undefined;
  /** Where basins can be; the first is the default. One place named `local` unless given. */
  readonly locations?: readonly [Location, ...Location[]] | undefined;
  /**
   * Which service to behave like; `s2` unless given. `s2-lite` has no access tokens, locations and metrics: it answers
   * 501 `not_implemented` to them, and its basins have no location.
   */
  readonly flavour?: Flavour | undefined;
  /** Sends CORS headers and answers preflights. On unless set to false. */
  readonly cors?: boolean | undefined;
  /** Where time comes from; the machine's clock unless given. */
  readonly clock?: Clock | undefined;
  /** Uniform in [0, 1); spreads the heartbeats. `Math.random` unless given. */
  readonly random?: (() => number) | undefined;
  /** Milliseconds for which a deleted stream or basin stays visible as being deleted; 50 unless given. */
  readonly deletionDelayMs?: number | undefined;
}

/** What a client needs to talk to the server. */
export interface ClientOptions {
  readonly accessToken: string;
  readonly endpoints: { readonly account: string; readonly basin: string };
}

/** A running server. */
export interface EmbeddedServer extends AsyncDisposable {
  /** Without a trailing slash, such as `http://127.0.0.1:41234`. */
  readonly url: string;
  readonly port: number;
  /** What shall go wrong. */
  readonly faults: FaultScript;
  /** To be passed to the client's constructor. */
  clientOptions(): ClientOptions;
  /**
   * Stops: sessions end with `server_draining`, requests in progress get a second to finish, then everything that is
   * left is cut. No socket and no timer remains. Idempotent.
   */
  close(): Promise<void>;
}

/** How long `close` waits for requests in progress. */
const CLOSE_GRACE_MS = 1_000;

/**
 * Starts a server that speaks S2's protocol and keeps everything in memory.
 *
 * @throws when the port is taken, when a basin's or stream's name or configuration is invalid, or when the certificate
 * and key of `tls` are none or do not belong together.
 */
export async function startServer(options: ServerOptions = {}): Promise<EmbeddedServer> {
  const clock = options.clock ?? systemClock;
  const scheduler = new Scheduler(clock);
  const usage = new UsageLedger(clock);
  const account = new Account({
    clock,
    scheduler,
    usage,
    createLog: () => new MemoryLog(),
    deletionDelayMs: options.deletionDelayMs ?? 50,
  });
  const locations = new Locations(options.locations ?? [LOCAL]);
  provision(account, options.basins ?? [], locations.default.name);
  if (options.initFile !== undefined) provisionFromFile(account, options.initFile, locations.default.name);
  const context: ServerContext = {
    clock,
    usage,
    account,
    locations,
    random: options.random ?? Math.random,
    faults: new FaultScript(),
    tokens: new TokenRegistry(clock, options.auth?.rootToken),
    flavour: options.flavour ?? "s2",
  };
  const cors = options.cors ?? true;
  const listener = new Listener((exchange) => handle(context, exchange, cors), options.tls);
  const host = options.host ?? "127.0.0.1";
  const port = await listener.listen(options.port ?? 0, host).catch((error: unknown) => {
    scheduler.close();
    throw error;
  });
  return new RunningServer({
    listener,
    scheduler,
    port,
    url: `${options.tls === undefined ? "http" : "https"}://${urlHost(host)}:${port}`,
    faults: context.faults,
    accessToken: options.auth?.rootToken ?? "embedded",
  });
}

interface RunningServerInit {
  readonly listener: Listener;
  readonly scheduler: Scheduler;
  readonly faults: FaultScript;
  readonly url: string;
  readonly port: number;
  readonly accessToken: string;
}

class RunningServer implements EmbeddedServer {
  readonly url: string;
  readonly port: number;
  readonly faults: FaultScript;
  readonly #accessToken: string;
  readonly #listener: Listener;
  readonly #scheduler: Scheduler;
  #closing: Promise<void> | undefined;

  constructor(init: RunningServerInit) {
    this.url = init.url;
    this.port = init.port;
    this.faults = init.faults;
    this.#accessToken = init.accessToken;
    this.#listener = init.listener;
    this.#scheduler = init.scheduler;
  }

  clientOptions(): ClientOptions {
    return { accessToken: this.#accessToken, endpoints: { account: this.url, basin: this.url } };
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(): Promise<void> {
    this.#listener.stopAccepting();
    const running = [...this.#listener.exchanges];
    for (const exchange of running) exchange.abort(apiError("server_draining", "server is shutting down"));
    await settleWithin(Promise.all(running.map((exchange) => exchange.over)), CLOSE_GRACE_MS);
    await this.#listener.destroyConnections();
    this.#scheduler.close();
  }
}

function handle(context: ServerContext, exchange: Exchange, cors: boolean): void {
  if (cors) exchange.setHeaders(corsHeaders(exchange));
  if (cors && exchange.method === "OPTIONS") exchange.send(200, preflightHeaders(exchange), Buffer.alloc(0));
  else void answer(context, exchange);
}

async function settleWithin(work: Promise<unknown>, limitMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  await Promise.race([work, limit]);
  clearTimeout(timer);
}

/** Wildcard addresses are not where a client connects to, and IPv6 needs brackets. */
function urlHost(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "127.0.0.1";
  return host.includes(":") ? `[${host}]` : host;
}
