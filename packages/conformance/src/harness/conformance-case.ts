import type { Area, RequirementId } from "../requirements/index.js";
import type { CaseContext } from "./case-context.js";

/**
 * When a case applies.
 * - `slow`: takes more than ten seconds; runs with `S2KIT_SLOW=1`.
 * - `lite-quirk`: what s2-lite does and S2 does not promise, and the embedded server does alike; not run against the cloud.
 * - `lite-only`: what s2-lite does and nothing else has to.
 * - `cloud-only`, `embedded-only`: run against that kind of server and no other.
 * - `not-lite`: about access tokens, locations or metrics, which s2-lite does not have.
 * - `zstd`: needs a server that can zstd; an embedded server on a Node before 22.15 cannot.
 * - `h1-only`, `h2-only`: says something about one HTTP version; not run over the other.
 */
export type CaseTag =
  | "slow"
  | "lite-quirk"
  | "lite-only"
  | "cloud-only"
  | "embedded-only"
  | "not-lite"
  | "zstd"
  | "h1-only"
  | "h2-only";

/** One fact about a server's behaviour on the wire, and the program that checks it. */
export interface ConformanceCase {
  /** `<requirement>.<name>`, for example `append.match-seq-num.mismatch-reports-next`. */
  id: string;
  requirement: RequirementId;
  area: Area;
  /** What the case proves, as a sentence in the present tense. */
  proves: string;
  tags: readonly CaseTag[];
  /** Resolves when the server behaves as stated. Needs nothing of other cases, and may run beside them. */
  run: (context: CaseContext) => Promise<void>;
}

/** A case as it is written down, before its requirement's id is put before its name. */
export interface CaseDefinition {
  name: string;
  proves: string;
  tags?: readonly CaseTag[] | undefined;
  run: (context: CaseContext) => Promise<void>;
}

/** Names the requirement of cases that belong together. */
export function casesFor(requirement: RequirementId, definitions: readonly CaseDefinition[]): ConformanceCase[] {
  const [area] = requirement.split(".");
  return definitions.map(({ name, proves, tags = [], run }) => ({
    id: `${requirement}.${name}`,
    requirement,
    area: area as Area,
    proves,
    tags,
    run,
  }));
}
