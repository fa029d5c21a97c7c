import type { Fault, FaultMoment, FaultTarget } from "@s2kit/server";
import { PATIENCE } from "../patience.js";
import type { SeededRandom } from "../seeded-random.js";
import { AMBIGUOUS_ANSWERS, DEFINITE_ANSWERS } from "./error-answers.js";

/** RFC 9113, section 7. REFUSED_STREAM promises that nothing was processed, so it has moments of its own. */
const REFUSED_STREAM = 7;
const RESET_CODES = [0, 1, 2, 8, 11] as const;

/** As often as a target stands here. Appends are what can be lost or duplicated. */
const TARGETS: readonly FaultTarget[] = [
  "append-session",
  "append-session",
  "append-session",
  "append-session",
  "read-session",
  "read-session",
  "sse",
  "read",
  "check-tail",
];

/** When nothing of the current request or input was applied, and all that came before is acknowledged. */
const BEFORE_EFFECT: Readonly<Partial<Record<FaultTarget, readonly FaultMoment[]>>> = {
  "append-session": ["before-headers", "after-headers", "before-commit"],
};

const SESSION_MOMENTS: readonly FaultMoment[] = [
  "before-headers",
  "after-headers",
  "before-frame",
  "mid-frame",
  "after-frame",
];

const MOMENTS: Readonly<Partial<Record<FaultTarget, readonly FaultMoment[]>>> = {
  "append-session": [...SESSION_MOMENTS, "before-commit", "before-commit", "after-commit", "after-commit"],
  "read-session": SESSION_MOMENTS,
  sse: SESSION_MOMENTS,
};

/** What is true of requests that are answered in one piece. */
const REQUEST_MOMENTS: readonly FaultMoment[] = ["before-headers", "before-frame", "mid-frame"];

type Draw = (on: FaultTarget, random: SeededRandom) => Fault;

const momentFor = (on: FaultTarget, random: SeededRandom): FaultMoment => random.pick(MOMENTS[on] ?? REQUEST_MOMENTS);

/** A moment at which an answer can take the place of the server's: in the middle of a frame none can. */
const momentForAnswer = (on: FaultTarget, random: SeededRandom): FaultMoment => {
  const moments = (MOMENTS[on] ?? REQUEST_MOMENTS).filter(
    (moment) => moment !== "mid-frame" && moment !== "after-frame",
  );
  return random.pick(moments);
};

const momentBeforeEffect = (on: FaultTarget, random: SeededRandom): FaultMoment =>
  random.pick(BEFORE_EFFECT[on] ?? ["before-headers"]);

const atByte = (random: SeededRandom): number => random.between(0, 60);

/** Moments of an append session come with every batch, so that faults spread over its life. */
const after = (random: SeededRandom): number => (random.chance(0.3) ? 0 : random.between(1, 12));

/** Faults that a server can really have: none tells a lie. */
const DRAWS: readonly Draw[] = [
  (on, random) => ({ on, at: momentFor(on, random), action: "drop-connection", atByte: atByte(random) }),
  (on, random) => ({
    on,
    at: momentFor(on, random),
    action: "reset-stream",
    code: random.pick(RESET_CODES),
    atByte: atByte(random),
  }),
  (on) => ({ on, at: "before-headers", action: "reset-stream", code: REFUSED_STREAM }),
  (on, random) => ({ on, at: momentFor(on, random), action: "end", atByte: atByte(random) }),
  (on, random) => ({ on, at: momentForAnswer(on, random), action: "respond", ...random.pick(AMBIGUOUS_ANSWERS) }),
  (on, random) => ({ on, at: momentBeforeEffect(on, random), action: "respond", ...random.pick(DEFINITE_ANSWERS) }),
  (on, random) => ({ on, at: momentBeforeEffect(on, random), action: "drain" }),
  (on, random) => ({
    on,
    at: momentFor(on, random),
    action: "delay",
    delayMs: random.chance(0.1) ? PATIENCE.ackMs * 1.5 : random.between(1, 80),
    atByte: atByte(random),
  }),
  (on, random) => ({ on, at: momentFor(on, random), action: "silence", atByte: atByte(random) }),
  (on, random) => ({ on, at: momentFor(on, random), action: "goaway", code: random.pick([0, 0, 2, 11]) }),
  (on, random) => ({ on, action: "slow", pauseMs: random.between(1, 8), chunkBytes: random.between(1, 40) }),
  (_on, random) => ({ on: random.pick(["append-session", "read-session"]), action: "advise-reconnect" }),
];

/**
 * An acknowledgement is left out and the next ones are sent, each of which the client has to take for the one before.
 * No honest server does that. Exactly-once sessions notice, because they know where each batch has to be; others cannot.
 */
const loseAck: Draw = () => ({ on: "append-session", action: "lose-ack" });

const DRAWS_ON_PINNED: readonly Draw[] = [...DRAWS, loseAck];

/**
 * Draws a fault for the script of the embedded server.
 *
 * @param pinned - The append sessions are exactly-once ones, which see through more.
 */
export function drawScriptedFault(random: SeededRandom, pinned: boolean): Fault {
  const fault = random.pick(pinned ? DRAWS_ON_PINNED : DRAWS)(random.pick(TARGETS), random);
  return { ...fault, after: after(random) };
}

/** What a fault is called in the counts. */
export function nameOfFault(fault: Fault): string {
  const { action } = fault;
  const what = action === "respond" ? `respond ${fault.status}` : action;
  return fault.at === undefined ? `${what} (${fault.on})` : `${what} ${fault.at} (${fault.on})`;
}
