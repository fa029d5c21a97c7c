import { usageError } from "@s2kit/core/internal";
import { VERSION } from "./version.js";

/** Headers that decide how a message is framed, or who asks: not for callers to set. */
const RESERVED: ReadonlySet<string> = new Set([
  "authorization",
  "connection",
  "content-encoding",
  "content-length",
  "content-type",
  "host",
  "keep-alive",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** A token of RFC 9110. */
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/**
 * Headers of every request, with lower-case names: the caller's, and on top of them the SDK's own.
 *
 * @throws `invalid_argument` for a name or value that cannot be a header, or that is the SDK's own business.
 */
export function defaultHeaders(
  extra: Readonly<Record<string, string>> | undefined,
  userAgent: string | undefined,
): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(extra ?? {})) {
    const lower = name.toLowerCase();
    if (!NAME.test(name) || RESERVED.has(lower)) throw usageError("headers", "names of ordinary headers", name);
    if (typeof value !== "string" || !/^[\t\x20-\x7e]*$/.test(value)) {
      throw usageError(`headers.${lower}`, "printable ASCII", typeof value === "string" ? "other characters" : value);
    }
    headers[lower] = value;
  }
  // Browsers have a name of their own and refuse another.
  if (!isBrowser()) headers["user-agent"] = userAgent === undefined ? product() : `${checked(userAgent)} ${product()}`;
  return headers;
}

function product(): string {
  return `s2kit/${VERSION}`;
}

function checked(userAgent: string): string {
  if (!/^[\x20-\x7e]+$/.test(userAgent)) throw usageError("userAgent", "printable ASCII", userAgent);
  return userAgent;
}

function isBrowser(): boolean {
  const { document, WorkerGlobalScope } = globalThis as { document?: unknown; WorkerGlobalScope?: unknown };
  return document !== undefined || (WorkerGlobalScope !== undefined && !("process" in globalThis));
}
