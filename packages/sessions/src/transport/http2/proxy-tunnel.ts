import type { Socket } from "node:net";
import { TransportError } from "@s2kit/core";
import type { ProxySettings } from "./connection-settings.js";
import { nodeModule } from "./node-modules.js";
import type { SocketTarget } from "./open-socket.js";

/** A way through an HTTP proxy to the service, by CONNECT (RFC 9110, section 9.3.6). */
export interface ProxyTunnel {
  /** A connection whose other end is the service. Rejects when there is none; the socket is gone then. */
  readonly socket: Promise<Socket>;
  /** Ends the attempt, and the connection if there is one. */
  destroy(): void;
}

/** Asks the proxy for a connection to `target`. Nothing is limited in time here: destroy it when it takes too long. */
export function openTunnel(target: SocketTarget, proxy: ProxySettings): ProxyTunnel {
  const authority = `${target.host.includes(":") ? `[${target.host}]` : target.host}:${target.port}`;
  const credentials = proxy.authorization?.reveal();
  const asking = nodeModule("node:http").request({
    method: "CONNECT",
    host: proxy.host,
    port: proxy.port,
    path: authority,
    headers: { host: authority, ...(credentials === undefined ? {} : { "proxy-authorization": credentials }) },
    agent: false,
  });
  let open: Socket | undefined;
  const socket = new Promise<Socket>((resolve, reject) => {
    asking.once("connect", (answer, connection: Socket, head) => {
      connection.on("error", () => connection.destroy());
      const status = answer.statusCode ?? 0;
      if (status < 200 || status > 299) {
        connection.destroy();
        return reject(refusal(status));
      }
      // Over plain HTTP/2 the service may have spoken already.
      if (head.length > 0) connection.unshift(head);
      open = connection;
      resolve(connection);
    });
    // Also after the answer: it must not end the process.
    asking.on("error", (error) => reject(unreachable(error)));
    asking.once("close", () => reject(unreachable(undefined)));
  });
  asking.end();
  return {
    socket,
    destroy() {
      asking.destroy();
      open?.destroy();
    },
  };
}

/** Who it refuses, and which targets, a proxy decides for good; what ails it on the way to the target may pass. */
function refusal(status: number): TransportError {
  return new TransportError(`the proxy refused to connect to the service: HTTP ${status}`, {
    code: "connection_failed",
    retryable: status >= 500 || status === 408 || status === 429,
    maybeApplied: false,
  });
}

function unreachable(error: Error | undefined): TransportError {
  const code = (error as { code?: unknown } | undefined)?.code;
  return new TransportError(`could not connect to the proxy${typeof code === "string" ? `: ${code}` : ""}`, {
    code: "connection_failed",
    retryable: code !== "ENOTFOUND",
    maybeApplied: false,
    cause: error,
  });
}
