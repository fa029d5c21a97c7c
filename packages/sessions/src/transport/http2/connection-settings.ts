import { createSecureContext, type SecureContext, type SecureContextOptions } from "node:tls";
import { UsageError } from "@s2kit/core";
import { usageError } from "@s2kit/core/internal";
import type { ConnectionOptions } from "../connection-options.js";

/** {@link ConnectionOptions}, checked and ready for `node:tls`. What is left out stays Node's own default. */
export interface ConnectionSettings {
  readonly tls: { readonly secureContext?: SecureContext; readonly servername?: string };
}

/** @throws `invalid_argument` for what is no certificate, no key, or does not belong together. Names no secrets. */
export function connectionSettings(options: ConnectionOptions = {}): ConnectionSettings {
  if (typeof options !== "object" || options === null) throw usageError("connection", "an object", options);
  const secureContext = secureContextOf(options);
  const servername = serverNameOf(options);
  return {
    tls: {
      ...(secureContext === undefined ? {} : { secureContext }),
      ...(servername === undefined ? {} : { servername }),
    },
  };
}

function secureContextOf({ ca, cert, key, passphrase }: ConnectionOptions): SecureContext | undefined {
  if ((cert === undefined) !== (key === undefined)) {
    throw new UsageError("connection.cert", "connection.cert and connection.key need each other");
  }
  if (ca === undefined && cert === undefined) return undefined;
  const given = Object.entries({ ca, cert, key, passphrase }).filter(([, value]) => value !== undefined);
  try {
    return createSecureContext(Object.fromEntries(given) as SecureContextOptions);
  } catch (error) {
    const why = (error as { code?: unknown }).code;
    const detail = typeof why === "string" ? ` (${why})` : "";
    throw new UsageError("connection", `connection has certificates or keys that cannot be used${detail}`);
  }
}

function serverNameOf({ serverName }: ConnectionOptions): string | undefined {
  if (serverName === undefined) return undefined;
  if (typeof serverName !== "string" || serverName === "") {
    throw usageError("connection.serverName", "a host name", serverName);
  }
  return serverName;
}
