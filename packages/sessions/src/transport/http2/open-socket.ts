import type { Socket } from "node:net";
import type { ConnectionSettings } from "./connection-settings.js";
import { nodeModule } from "./node-modules.js";

/** Where a connection goes. */
export interface SocketTarget {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
}

/** @param origin - Scheme, host and port, as `URL.origin` has them. */
export function socketTarget(origin: string): SocketTarget {
  const { protocol, hostname, port } = new URL(origin);
  const secure = protocol === "https:";
  const defaultPort = secure ? 443 : 80;
  return { host: hostname.replace(/^\[|\]$/g, ""), port: port === "" ? defaultPort : Number(port), secure };
}

/**
 * Begins a connection for HTTP/2. Its owner has to destroy it.
 *
 * @param tunnel - A connection to the target to use in place of a new one.
 */
export function openSocket(target: SocketTarget, settings: ConnectionSettings, tunnel?: Socket | undefined): Socket {
  const { host, port, secure } = target;
  const over = tunnel === undefined ? {} : { socket: tunnel };
  const { connect, isIP } = nodeModule("node:net");
  const socket = secure
    ? nodeModule("node:tls").connect({
        host,
        port,
        ...(isIP(host) === 0 ? { servername: host } : {}),
        ALPNProtocols: ["h2"],
        ...settings.tls,
        ...over,
      })
    : (tunnel ?? connect({ host, port }));
  // A TLS alert that comes after the handshake is an error that leaves the socket open, and the session with it.
  socket.on("error", () => socket.destroy());
  return socket;
}
