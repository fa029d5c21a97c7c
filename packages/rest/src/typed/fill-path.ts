import { checkAccessTokenId, checkBasinName, checkStreamName, usageError } from "@s2kit/core/internal";

const CHECKS: ReadonlyMap<string, (value: unknown, field: string) => string> = new Map([
  ["basin", checkBasinName],
  ["stream", checkStreamName],
  ["id", checkAccessTokenId],
]);

/**
 * Puts the parameters into a path such as `/streams/{stream}`, percent-encoded, so that a `/` in a name stays in it.
 *
 * @throws `invalid_argument` for a name that the service would refuse, or that would lead somewhere else, like `..`.
 */
export function fillPath(template: string, parameters: Readonly<Record<string, unknown>>): string {
  return template.replace(/\{([^{}]+)\}/g, (_all, name: string) => {
    const check = CHECKS.get(name) ?? checkSegment;
    return encodeURIComponent(check(parameters[name], `path.${name}`));
  });
}

function checkSegment(value: unknown, field: string): string {
  const text = typeof value === "number" || typeof value === "bigint" ? value.toString() : value;
  if (typeof text === "string" && !/^\.{0,2}$|\p{Surrogate}/u.test(text)) return text;
  throw usageError(field, 'well-formed text other than "", "." and ".."', value);
}
