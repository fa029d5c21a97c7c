import type { SessionClient } from "@s2kit/rest";
import { OpenSessions } from "../../open-sessions.js";
import type { AppendTransport, ReadTransport } from "../transport.js";
import type { AppendTransports, ReadTransports, Transports } from "../transports.js";
import { type FetchTarget, fetchTarget, type OpenRequest } from "./fetch-target.js";

/** A way to read over `fetch`: `readBySse` or `readByFrames`. */
export type ReadWay = (target: FetchTarget, client: SessionClient) => ReadTransport;

/** A way to append over `fetch`: `appendByRequests` or `appendByFrames`. */
export type AppendWay = (target: FetchTarget, client: SessionClient) => AppendTransport;

/**
 * Transports over the client's `fetch`, made of the ways that you name: code of others stays out of a bundle. What
 * `createTransports` picks in a browser is `webTransports({ read: readBySse, append: appendByRequests })`.
 *
 * Reading alone, or appending alone, is enough for sessions of that kind.
 */
export function webTransports(ways: { readonly read: ReadWay; readonly append: AppendWay }): Transports;
export function webTransports(ways: { readonly read: ReadWay }): ReadTransports;
export function webTransports(ways: { readonly append: AppendWay }): AppendTransports;
export function webTransports(ways: { readonly read?: ReadWay; readonly append?: AppendWay }): {
  readonly [Member in keyof Transports]?: Transports[Member] | undefined;
} {
  const open = new Set<OpenRequest>();
  const sessions = new OpenSessions();
  const { read, append } = ways;
  return {
    append: append && ((client, address) => append(fetchTarget(client, address, open), client)),
    read: read && ((client, address) => read(fetchTarget(client, address, open), client)),
    sessions,
    close: () => sessions.close(),
    abort() {
      sessions.abort();
      for (const request of [...open]) request.cut();
    },
  };
}
