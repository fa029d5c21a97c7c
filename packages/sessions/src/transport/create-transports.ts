import { UsageError } from "@s2kit/core";
import { usageError } from "@s2kit/core/internal";
import { appendByFrames } from "./fetch/fetch-append.js";
import { readByFrames } from "./fetch/fetch-read.js";
import { asksForUnreadableFrames, hasFullDuplex } from "./fetch/runtime.js";
import { UnaryAppendTransport } from "./fetch/unary-append.js";
import { type AppendWay, type ReadWay, webTransports } from "./fetch/web-transports.js";
import { readBySse } from "./sse/sse-read.js";
import type { TransportOptions, Transports } from "./transports.js";

/**
 * Transports for runtimes without `node:http2`. `"auto"` is `fetch`, but for reads in a browser: there it is `sse`,
 * which does not depend on every browser keeping to the rule by which frames stay uncompressed.
 *
 * @throws `invalid_argument` for `"http2"`, for `connection`, and for names that there are not.
 */
export function createTransports(options: TransportOptions = {}): Transports {
  return transportsWith(readBySse, options);
}

/** As {@link createTransports}, with a way of the runtime's own to read server-sent events. */
export function transportsWith(readEvents: ReadWay, options: TransportOptions): Transports {
  const { transport = "auto", connection } = options;
  if (connection !== undefined) {
    throw new UsageError("connection", "connection is not available in this runtime: it has no node:http2");
  }
  switch (transport) {
    case "auto":
      return webTransports({ append: appendWay("fetch"), read: asksForUnreadableFrames() ? readEvents : readByFrames });
    case "fetch":
      return webTransports({ append: appendWay("fetch"), read: readByFrames });
    case "sse":
      return webTransports({ append: appendWay("sse"), read: readEvents });
    case "http2":
      throw new UsageError("transport", 'transport "http2" is not available in this runtime: it has no node:http2');
    default:
      throw usageError("transport", '"auto", "http2", "fetch" or "sse"', transport);
  }
}

function appendWay(name: "fetch" | "sse"): AppendWay {
  return (target, client) => {
    if (name === "fetch" && hasFullDuplex()) return appendByFrames(target, client);
    return new UnaryAppendTransport(name, target, client.compression);
  };
}
