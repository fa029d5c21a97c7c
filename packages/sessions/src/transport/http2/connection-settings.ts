import type { SecureContext, SecureContextOptions } from "node:tls";
import { UsageError } from "@s2kit/core";
import { Secret, usageError } from "@s2kit/core/internal";
import type { ConnectionOptions } from "../connection-options.js";
import { nodeModule } from "./node-modules.js";

/** {@link ConnectionOptions}, checked and ready for `node:tls`. What is left out stays Node's own default. */
export interface ConnectionSettings {
  readonly proxy: ProxySettings | undefined;
  readonly tls: { readonly secureContext?: SecureContext; readonly servername?: string };
}

/** An HTTP proxy, and what it is told about who asks. */
export interface ProxySettings {
  readonly host: string;
  readonly port: number;
  readonly authorization: Secret | undefined;
}

/** @throws `invalid_argument` for what is no certificate, no key, or does not belong together. Names no secrets. */
export function connectionSettings(options: ConnectionOptions = {}): ConnectionSettings {
  if (typeof options !== "object" || options === null) throw usageError("connection", "an object", options);
  const secureContext = secureContextOf(options);
  const servername = serverNameOf(options);
  return {
    proxy: options.proxy === undefined ? undefined : proxySettings(options.proxy),
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
  for (const [name, value] of Object.entries({ ca, cert, key })) checkPem(value, `connection.${name}`);
  const given = Object.entries({ ca, cert, key, passphrase }).filter(([, value]) => value !== undefined);
  try {
    return nodeModule("node:tls").createSecureContext(Object.fromEntries(given) as SecureContextOptions);
  } catch (error) {
    const why = (error as { code?: unknown }).code;
    const detail = typeof why === "string" ? ` (${why})` : "";
    throw new UsageError("connection", `connection has certificates or keys that cannot be used${detail}`);
  }
}

/** Node takes a CA that is none without a word, and trusts nobody then. The value is not shown: it may be a key. */
function checkPem(value: ConnectionOptions["ca"], field: string): void {
  const all: readonly unknown[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
  for (const pem of all) {
    const text = pem instanceof Uint8Array ? Buffer.from(pem).toString("latin1") : pem;
    if (typeof text === "string" && text.includes("-----BEGIN ")) continue;
    throw new UsageError(field, `${field} must be the text of certificates or keys in PEM, and not the path of a file`);
  }
}

function serverNameOf({ serverName }: ConnectionOptions): string | undefined {
  if (serverName === undefined) return undefined;
  if (typeof serverName !== "string" || serverName === "") {
    throw usageError("connection.serverName", "a host name", serverName);
  }
  return serverName;
}

/** Its messages do not show the value, which may have a password in it. */
function proxySettings(proxy: string): ProxySettings {
  const wrong = (): UsageError =>
    new UsageError("connection.proxy", "connection.proxy must be http://host:port or http://user:password@host:port");
  if (typeof proxy !== "string" || !URL.canParse(proxy)) throw wrong();
  const { protocol, hostname, port, username, password, pathname, search, hash } = new URL(proxy);
  if (protocol !== "http:" || pathname !== "/" || search !== "" || hash !== "") throw wrong();
  return {
    host: hostname.replace(/^\[|\]$/g, ""),
    port: port === "" ? 80 : Number(port),
    authorization: basic(username, password, wrong),
  };
}

function basic(username: string, password: string, wrong: () => UsageError): Secret | undefined {
  if (username === "" && password === "") return undefined;
  try {
    const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    return new Secret(`Basic ${Buffer.from(credentials).toString("base64")}`);
  } catch {
    throw wrong();
  }
}
