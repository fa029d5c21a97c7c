import type { SeededRandom } from "../chaos/seeded-random.js";

/**
 * How the appends of a history are guarded.
 *
 * - `plain`: not at all.
 * - `match`: each by the tail that its client saw last.
 * - `fencing`: each by its client's own fencing token, which the client tries to set now and then.
 */
export type Workload = "plain" | "match" | "fencing";

export const WORKLOADS: readonly Workload[] = ["plain", "match", "fencing"];

/** In the fencing workload a client tries to set its token with its first operation, and again after so many. */
const SET_TOKEN_EVERY = 100;

/** What a client does next. */
export type Step =
  | { readonly kind: "read" }
  | { readonly kind: "checkTail" }
  | {
      readonly kind: "append";
      readonly bodies: readonly Uint8Array[];
      readonly fencingToken: string | undefined;
      readonly matchSeqNum: number | undefined;
    }
  | { readonly kind: "fence"; readonly token: string; readonly matchSeqNum: number };

/** What the next step rests on. */
export interface Situation {
  /** Which operation of the client this is, from 0. */
  readonly operation: number;
  /** The tail that the client saw last. */
  readonly lastTail: number;
  /** The client's own fencing token. */
  readonly token: string;
}

/** Draws the next step of a client. */
export function nextStep(workload: Workload, situation: Situation, random: SeededRandom): Step {
  const { lastTail, operation, token } = situation;
  if (workload === "fencing" && operation % SET_TOKEN_EVERY === 0) {
    return { kind: "fence", token, matchSeqNum: lastTail };
  }
  const kind = random.pick(["append", "read", "checkTail"] as const);
  if (kind !== "append") return { kind };
  return {
    kind,
    bodies: Array.from({ length: random.between(1, 12) }, () => randomBytes(random)),
    fencingToken: workload === "fencing" ? token : undefined,
    matchSeqNum: workload === "match" ? lastTail : undefined,
  };
}

function randomBytes(random: SeededRandom): Uint8Array {
  return Uint8Array.from({ length: random.between(0, 80) }, () => random.between(0, 255));
}
