import type { ApiChange, ApiDiff } from "./api-diff.js";

/** Writes a diff for people: the breaking changes first, each group by place. Ends with a line break. */
export function formatApiDiff(diff: ApiDiff): string {
  if (diff.changes.length === 0) return "No changes in the API.\n";
  const breaking = diff.changes.filter((change) => change.breaking);
  const other = diff.changes.filter((change) => !change.breaking);
  return [
    `${count(breaking.length, "breaking change")}, ${count(other.length, "other change")}.\n`,
    ...group("Breaking", breaking),
    ...group("Not breaking", other),
  ].join("");
}

function group(title: string, changes: readonly ApiChange[]): string[] {
  if (changes.length === 0) return [];
  const lines = [`\n${title}:\n`];
  let place = "";
  for (const change of changes) {
    if (change.place !== place) lines.push(`  ${change.place}${direction(change)}\n`);
    place = change.place;
    lines.push(`    ${change.part === "" ? "" : `${change.part}: `}${change.message}\n`);
  }
  return lines;
}

/** Of a named schema it is worth saying which way it travels, because that decides what breaks. */
function direction(change: ApiChange): string {
  if (!change.place.startsWith("schema ") || change.positions === undefined) return "";
  if (change.positions.length === 0) return " (not used)";
  return change.positions.length === 2
    ? " (sent and received)"
    : change.positions[0] === "request"
      ? " (sent)"
      : " (received)";
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}
