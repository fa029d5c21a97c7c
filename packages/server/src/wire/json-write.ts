/** What can be written: JSON, with bigints for integers above 2^53. Members that are undefined are left out. */
export type WritableJson =
  | null
  | boolean
  | string
  | number
  | bigint
  | readonly WritableJson[]
  | { readonly [name: string]: WritableJson | undefined };

/** Serialises compactly; bigints become bare digits, which `JSON.stringify` cannot do. */
export function writeJson(value: WritableJson): string {
  if (typeof value === "bigint") return value.toString();
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (isList(value)) return `[${value.map(writeJson).join(",")}]`;
  const members: string[] = [];
  for (const [name, member] of Object.entries(value)) {
    if (member !== undefined) members.push(`${JSON.stringify(name)}:${writeJson(member)}`);
  }
  return `{${members.join(",")}}`;
}

function isList(value: object): value is readonly WritableJson[] {
  return Array.isArray(value);
}
