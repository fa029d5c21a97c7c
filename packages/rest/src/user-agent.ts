import { usageError } from "@s2kit/core/internal";
import { VERSION } from "./version.js";

/**
 * The header that names the SDK, with the caller's own product after it.
 *
 * @throws `invalid_argument` for a product that cannot be in a header.
 */
export function userAgentHeader(userAgent: string | undefined): Readonly<Record<string, string>> {
  // Browsers have a name of their own and refuse another.
  if (isBrowser()) return {};
  const product = `s2kit/${VERSION}`;
  return { "user-agent": userAgent === undefined ? product : `${product} ${checked(userAgent)}` };
}

function checked(userAgent: string): string {
  if (typeof userAgent === "string" && /^[\x21-\x7e][\x20-\x7e]*$/.test(userAgent)) return userAgent;
  throw usageError("userAgent", "printable ASCII that does not begin with a blank", userAgent);
}

function isBrowser(): boolean {
  const { navigator } = globalThis as { navigator?: { userAgent?: string } };
  return navigator?.userAgent?.startsWith("Mozilla/") === true;
}
