import { isU64 } from "@s2kit/core/internal";
import { formatDuration } from "./duration.js";
import type { Plan, PlanAction, PlanStep } from "./plan.js";
import type { SettingChange, SettingValue } from "./settings.js";

const SIGNS: Readonly<Record<PlanAction, string>> = { create: "+", update: "~", unchanged: "=", unresolved: "?" };

/**
 * A plan as text for people, a line for each basin, stream and setting that would change:
 * `+` create, `~` update, `=` unchanged, `?` unresolved.
 */
export function formatPlan(plan: Plan): string {
  return plan.steps.flatMap(linesOf).join("\n");
}

function linesOf(step: PlanStep): string[] {
  const indent = step.kind === "basin" ? "" : "  ";
  const name = step.kind === "basin" ? `basin ${step.basin}` : `stream ${JSON.stringify(step.stream)}`;
  return [
    `${indent}${SIGNS[step.action]} ${name}`,
    ...step.changes.map((change) => `${indent}    ${change.setting}: ${describe(step.action, change)}`),
    ...step.unresolved.map((setting) => `${indent}    ${setting}: back to the service's default`),
  ];
}

function describe(action: PlanAction, { from, to }: SettingChange): string {
  return action === "create" ? show(to) : `${show(from)} → ${show(to)}`;
}

/** All numbers among the settings are durations. */
function show(value: SettingValue | undefined): string {
  if (value === undefined) return "none";
  return isU64(value) ? formatDuration(value) : String(value);
}
