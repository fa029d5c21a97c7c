import { collectOperations } from "../document/collect-operations.js";
import type { OpenApiDocument } from "../document/openapi.js";
import type { ApiDiff, Position } from "./api-diff.js";
import { ChangeList } from "./change-list.js";
import { diffOperations, diffServer } from "./diff-operations.js";
import { type Comparison, diffSchemas } from "./diff-schemas.js";
import { schemaUsage } from "./schema-usage.js";

/**
 * Tells what changed for those who use the API, and whether it breaks them.
 *
 * What a client sends may be accepted more widely, what it receives may get narrower; the opposite breaks. A schema that
 * goes both ways may do neither. Values added to an enumeration never break: the generated types let unknown ones pass.
 *
 * @throws `DocumentError` for a reference that leads nowhere.
 */
export function diffApi(before: OpenApiDocument, after: OpenApiDocument): ApiDiff {
  const comparison: Comparison = { before, after, list: new ChangeList() };
  diffServer(comparison, "document", before.servers?.[0], after.servers?.[0]);
  diffOperations(comparison, collectOperations(before), collectOperations(after));
  diffNamedSchemas(comparison);
  const changes = comparison.list.sorted();
  return { breaking: changes.some((change) => change.breaking), changes };
}

function diffNamedSchemas({ before, after, list }: Comparison): void {
  const old = new Map(Object.entries(before.components?.schemas ?? {}));
  const now = new Map(Object.entries(after.components?.schemas ?? {}));
  const usages = [schemaUsage(before), schemaUsage(after)];
  const positionsOf = (name: string): Position[] =>
    (["request", "response"] as const).filter((position) => usages.some((usage) => usage.get(name)?.has(position)));
  for (const [name, schema] of old) {
    const place = `schema ${name}`;
    const successor = now.get(name);
    // The wire may not care, but code that names the generated type does.
    if (successor === undefined) list.add("schema-removed", place, "", "removed", true);
    else
      diffSchemas({ before, after, list }, schema, successor, {
        place,
        carrier: "",
        trail: "",
        positions: positionsOf(name),
      });
  }
  for (const name of now.keys()) {
    if (!old.has(name)) list.add("schema-added", `schema ${name}`, "", "added", false);
  }
}
