import { UsageError } from "@s2kit/core";
import type { TransportOptions, Transports } from "../transports.js";

/** Transports for runtimes without `node:http2`. */
export function createTransports(options: TransportOptions = {}): Transports {
  const { transport = "auto" } = options;
  const refuse = (): never => {
    throw new UsageError("transport", `transport "${transport}" is not available in this runtime yet`);
  };
  return { append: refuse, read: refuse, close: () => undefined };
}
