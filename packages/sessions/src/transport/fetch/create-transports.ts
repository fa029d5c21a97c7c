import { UsageError } from "@s2kit/core";
import { usageError } from "@s2kit/core/internal";
import type { ServiceClient } from "@s2kit/rest";
import { OpenSessions } from "../../open-sessions.js";
import type { StreamAddress } from "../../stream-address.js";
import { SseReadTransport } from "../sse/sse-read.js";
import type { AppendTransport, ReadTransport } from "../transport.js";
import type { TransportOptions, Transports } from "../transports.js";
import { FetchAppendTransport } from "./fetch-append.js";
import { FetchReadTransport } from "./fetch-read.js";
import { type FetchTarget, fetchTarget, type OpenRequest } from "./fetch-target.js";
import { asksForUnreadableFrames, hasFullDuplex } from "./runtime.js";
import { UnaryAppendTransport } from "./unary-append.js";

/**
 * Transports for runtimes without `node:http2`. `"auto"` is `fetch`, but for reads in a browser: there it is `sse`,
 * which does not depend on every browser keeping to the rule by which frames stay uncompressed.
 *
 * @throws `invalid_argument` for `"http2"`, for `connection`, and for names that there are not.
 */
export function createTransports(options: TransportOptions = {}): Transports {
  const { transport = "auto", connection } = options;
  if (connection !== undefined) {
    throw new UsageError("connection", "connection is not available in this runtime: it has no node:http2");
  }
  switch (transport) {
    case "auto":
      return webTransports({ append: "fetch", read: asksForUnreadableFrames() ? "sse" : "fetch" });
    case "fetch":
    case "sse":
      return webTransports({ append: transport, read: transport });
    case "http2":
      throw new UsageError("transport", 'transport "http2" is not available in this runtime: it has no node:http2');
    default:
      throw usageError("transport", '"auto", "http2", "fetch" or "sse"', transport);
  }
}

function webTransports(choice: { readonly append: "fetch" | "sse"; readonly read: "fetch" | "sse" }): Transports {
  const open = new Set<OpenRequest>();
  const sessions = new OpenSessions();
  const target = (client: ServiceClient, address: StreamAddress): FetchTarget => fetchTarget(client, address, open);
  return {
    append: (client, address) => appendTransport(choice.append, target(client, address), client),
    read: (client, address) => readTransport(choice.read, target(client, address)),
    sessions,
    close: () => sessions.close(),
    abort() {
      sessions.abort();
      for (const request of [...open]) request.cut();
    },
  };
}

function appendTransport(name: "fetch" | "sse", target: FetchTarget, { compression }: ServiceClient): AppendTransport {
  if (name === "fetch" && hasFullDuplex()) return new FetchAppendTransport(target, compression);
  return new UnaryAppendTransport(name, target, compression);
}

function readTransport(name: "fetch" | "sse", target: FetchTarget): ReadTransport {
  if (name === "sse") return new SseReadTransport(target);
  return new FetchReadTransport(target, asksForUnreadableFrames());
}
