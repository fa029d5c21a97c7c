import { checkAccessTokenId, checkBasinName, checkStreamName, usageError } from "@s2kit/core/internal";

const CHECKS: Readonly<Record<string, (value: unknown, field: string) => string>> = {
  basin: checkBasinName,
  stream: checkStreamName,
  id: checkAccessTokenId,
};

/**
 * Puts the parameters into a path such as `/streams/{stream}`, percent-encoded, so that a `/` in a name stays in it.
 *
 * @throws `invalid_argument` for a name that the service would refuse, or that would lead somewhere else, like `..`.
 */
export function fillPath(template: string, parameters: Readonly<Record<string, unknown>>): string {
  return template.replace(/\{([^{}]+)\}/g, (_all, name: string) => {
    const field = `path.${name}`;
    const check = Object.hasOwn(CHECKS, name) ? CHECKS[name] : undefined;
    const value = (check ?? checkSegment)(parameters[name], field);
    try {
      return encodeURIComponent(value);
    } catch {
      throw usageError(field, "well-formed text", "a lone surrogate");
    }
  });
}

function checkSegment(value: unknown, field: string): string {
  const text = typeof value === "number" || typeof value === "bigint" ? value.toString() : value;
  if (typeof text === "string" && text !== "" && text !== "." && text !== "..") return text;
  throw usageError(field, 'text other than "", "." and ".."', value);
}
