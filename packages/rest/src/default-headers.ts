import { UsageError } from "@s2kit/core";
import { usageError } from "@s2kit/core/internal";
import { userAgentHeader } from "./user-agent.js";

/**
 * Headers that frame a message, name its sender or its target, or differ from call to call. `accept-encoding` by hand
 * would switch off the decoding in `fetch`.
 */
const RESERVED =
  /^(?:accept(?:-encoding)?|authorization|connection|content-(?:encoding|length|type)|expect|host|keep-alive|s2-(?:basin|request-token)|te|trailer|transfer-encoding|upgrade)$/;

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
    if (!NAME.test(name)) throw usageError("headers", "an object whose keys are header names", name);
    // The value may be a secret: it is not shown.
    const refuse = (why: string): never => {
      throw new UsageError(`headers.${lower}`, `headers.${lower} ${why}`);
    };
    if (RESERVED.test(lower)) refuse("must be left out: the SDK sets it");
    if (typeof value !== "string" || !/^[\t\x20-\x7e]*$/.test(value)) refuse("must be printable ASCII");
    headers[lower] = value;
  }
  return { ...headers, ...userAgentHeader(userAgent) };
}
