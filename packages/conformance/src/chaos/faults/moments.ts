import type { FaultMoment, FaultTarget } from "@s2kit/server";
import type { SeededRandom } from "../seeded-random.js";

/** Requests that append. */
export type AppendTarget = "append" | "append-session";

/** As often as a target stands here. */
export const APPENDS: readonly AppendTarget[] = ["append-session", "append-session", "append"];

/** Appends are what can be lost or duplicated. */
const TARGETS: readonly FaultTarget[] = [
  ...APPENDS,
  ...APPENDS,
  "read-session",
  "read-session",
  "sse",
  "read",
  "check-tail",
];

export function drawTarget(random: SeededRandom): FaultTarget {
  return random.pick(TARGETS);
}

const SESSIONS: readonly FaultTarget[] = ["append-session", "read-session", "sse"];

/** A moment before, between or behind the frames of an answer. */
export function sendingMoment(on: FaultTarget, random: SeededRandom): FaultMoment {
  return random.pick(
    SESSIONS.includes(on)
      ? (["before-headers", "after-headers", "before-frame", "after-frame"] as const)
      : (["before-headers", "before-frame"] as const),
  );
}

/** A moment at which an answer can take the place of the server's: a plain one before it begins, later a terminal frame. */
export function momentForAnswer(on: FaultTarget, random: SeededRandom): FaultMoment {
  const early: FaultMoment[] = ["before-headers"];
  if (on === "append" || on === "append-session") early.push("before-commit", "after-commit");
  if (SESSIONS.includes(on)) early.push("after-headers", "before-frame");
  return random.pick(early);
}

/** A moment when nothing of the request or the current input was applied, and all that came before is acknowledged. */
export function momentBeforeEffect(on: FaultTarget, random: SeededRandom): FaultMoment {
  if (on === "append-session") return random.pick(["before-headers", "after-headers", "before-commit"]);
  return on === "append" ? random.pick(["before-headers", "before-commit"]) : "before-headers";
}
