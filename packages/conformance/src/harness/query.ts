/** Query parameters by name; a list repeats the parameter. Values are percent-encoded. */
export type QueryValues = Record<string, string | number | bigint | boolean | readonly (string | number)[] | undefined>;

/** `?a=b` with encoded values, or nothing. */
export function queryText(query: QueryValues): string {
  const pairs = Object.entries(query).flatMap(([name, value]) => {
    const values = Array.isArray(value) ? value : [value];
    return values.filter((one) => one !== undefined).map((one) => `${name}=${encodeURIComponent(String(one))}`);
  });
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}
