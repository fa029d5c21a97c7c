import type { Principal } from "../access/principal.js";
import type { TokenRegistry } from "../access/token-registry.js";
import type { Clock } from "../clock.js";
import type { FaultScript } from "../faults/fault-script.js";
import type { RequestFaults } from "../faults/request-faults.js";
import type { Exchange } from "../http/exchange.js";
import type { Account } from "../state/account.js";
import type { Locations } from "../state/locations.js";
import type { UsageLedger } from "../usage/usage-ledger.js";
import type { Reply } from "./reply.js";

/** What every request handler may use. */
export interface ServerContext {
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly account: Account;
  readonly faults: FaultScript;
  readonly tokens: TokenRegistry;
  readonly locations: Locations;
  readonly usage: UsageLedger;
  /** Which of the two services this server behaves like. */
  readonly flavour: Flavour;
}

/** `s2` has access tokens, locations and metrics; `s2-lite` answers 501 to them and gives basins no location. */
export type Flavour = "s2" | "s2-lite";

/** A request that found its route. */
export interface RequestContext {
  readonly server: ServerContext;
  readonly exchange: Exchange;
  /** Whoever makes the request. */
  readonly principal: Principal;
  /** What the fault script does to this request. */
  readonly faults: RequestFaults;
  /** The path segments that the route leaves open, still percent-encoded. */
  readonly parameters: readonly string[];
  /** Without the question mark. */
  readonly query: string;
}

/** Answers a request: with a reply, or by driving the exchange itself and returning nothing. */
export type Handler = (context: RequestContext) => Promise<Reply | undefined>;

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** A path and what can be done there. `{}` stands for a segment that varies. */
export interface Route {
  readonly path: string;
  readonly methods: Readonly<Partial<Record<Method, Handler>>>;
}
