import type { SessionClient } from "@s2kit/rest";
import type { StreamAddress } from "../../stream-address.js";
import { sessionTarget } from "../session-target.js";
import type { SessionTarget } from "../target.js";

/** A request that is under way. */
export interface OpenRequest {
  /** Ends it at once; its owner hears of a lost connection. */
  cut(): void;
}

/** The stream that a session works on, and what its requests are made with. */
export interface FetchTarget extends SessionTarget {
  readonly fetch: typeof fetch;
  /** Requests under way, of all sessions of one client: what closing the client's transports has to end. */
  readonly open: Set<OpenRequest>;
}

/** The target of a stream's sessions over `fetch`. */
export function fetchTarget(client: SessionClient, address: StreamAddress, open: Set<OpenRequest>): FetchTarget {
  return { ...sessionTarget(client, address), fetch: client.fetch, open };
}
