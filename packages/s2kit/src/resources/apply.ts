import type { CallOptions } from "@s2kit/rest";
import { untilReady } from "../account/until-ready.js";
import type { EnsureOutcome } from "../calls/ensure-result.js";
import type { S2 } from "../s2.js";
import type { BasinStep, Plan, StreamStep } from "./plan.js";
import { checkResourceSpec, type ResourceSpec } from "./resource-spec.js";

/** What was done to one basin or stream. */
export interface AppliedStep {
  readonly basin: string;
  /** Absent for the basin itself. */
  readonly stream?: string | undefined;
  readonly result: EnsureOutcome;
}

/** Options of {@link applyResources}. */
export interface ApplyOptions extends CallOptions {
  /** Called after each step, so that a caller knows what was done when a later one fails. */
  readonly onApplied?: ((step: AppliedStep) => void) | undefined;
}

type Target = Pick<BasinStep, "kind" | "basin" | "config"> | Pick<StreamStep, "kind" | "basin" | "stream" | "config">;

/**
 * Makes basins and streams be there with exactly the configuration that is asked for: a spec as a whole, or what a plan
 * says has to be done. Nothing is ever deleted, and doing it again changes nothing. Each basin comes before its streams.
 * It stops at the first failure; what was done stays. `deadlineMs` is for each step.
 *
 * @returns What was done, step by step.
 * @throws `invalid_argument` for a spec that cannot be; what ensuring throws, `basin_deletion_pending` for one.
 */
export async function applyResources(
  s2: S2,
  what: ResourceSpec | Plan,
  options: ApplyOptions = {},
): Promise<readonly AppliedStep[]> {
  const { onApplied, ...call } = options;
  const targets = "steps" in what ? what.steps.filter(({ action }) => action !== "unchanged") : targetsOf(what);
  const applied: AppliedStep[] = [];
  let freshBasin: string | undefined;
  for (const target of targets) {
    const step = await applyOne(s2, target, target.basin === freshBasin, call);
    if (target.kind === "basin" && step.result === "created") freshBasin = target.basin;
    applied.push(step);
    onApplied?.(step);
  }
  return applied;
}

/** @param fresh - The basin was created a moment ago, and may not answer for its streams yet. */
async function applyOne(s2: S2, target: Target, fresh: boolean, call: CallOptions): Promise<AppliedStep> {
  const { basin } = target;
  if (target.kind === "basin") {
    const { result } = await s2.basins.ensure({ ...call, basin, config: target.config });
    return { basin, result };
  }
  const { stream, config } = target;
  const { streams } = s2.basin(basin);
  const ensure = (limits: CallOptions) => streams.ensure({ ...limits, stream, config });
  const { result } = fresh ? await untilReady(s2.rest, ensure, call) : await ensure(call);
  return { basin, stream, result };
}

function targetsOf(spec: ResourceSpec): readonly Target[] {
  return checkResourceSpec(spec).flatMap(({ name: basin, config, streams = [] }): Target[] => [
    { kind: "basin", basin, config },
    ...streams.map((stream): Target => ({ kind: "stream", basin, stream: stream.name, config: stream.config })),
  ]);
}
