import type { Fault, FaultMoment, FaultTarget } from "@s2kit/server";
import { PATIENCE } from "../patience.js";
import type { SeededRandom } from "../seeded-random.js";
import { ERROR_KINDS, type ErrorKind } from "./error-answers.js";
import {
  APPENDS,
  type AppendTarget,
  drawTarget,
  momentBeforeEffect,
  momentForAnswer,
  sendingMoment,
} from "./moments.js";

/** A kind of fault that the script of the embedded server can have. */
export interface ScriptedKind {
  readonly name: string;
  draw(random: SeededRandom): Fault;
}

/** RFC 9113, section 7. REFUSED_STREAM promises that nothing was processed, so it has a moment of its own. */
const REFUSED_STREAM = 7;
const RESET_CODES = [0, 1, 2, 8, 11] as const;
const GOAWAY_CODES = [0, 0, 2, 11] as const;

const atByte = (random: SeededRandom): number => random.between(0, 60);

/** Mostly short; at times longer than clients wait for an acknowledgement. */
const delayMs = (random: SeededRandom): number => (random.chance(0.1) ? PATIENCE.ackMs * 1.5 : random.between(1, 80));

/** The ways in which an answer breaks off. */
function breakOff(on: FaultTarget, at: FaultMoment, random: SeededRandom): Fault {
  const where = { on, at, atByte: atByte(random) };
  switch (random.pick(["drop", "reset", "end"] as const)) {
    case "drop":
      return { ...where, action: "drop-connection" };
    case "reset":
      return { ...where, action: "reset-stream", code: random.pick(RESET_CODES) };
    case "end":
      return { ...where, action: "end" };
  }
}

const anAppend = (random: SeededRandom): AppendTarget => random.pick(APPENDS);

/** Faults that a server can really have: none tells a lie. */
export const SCRIPTED_KINDS: readonly ScriptedKind[] = [
  { name: "drop before commit", draw: (random) => breakOff(anAppend(random), "before-commit", random) },
  { name: "drop after commit", draw: (random) => breakOff(anAppend(random), "after-commit", random) },
  {
    name: "drop between frames",
    draw(random) {
      const on = drawTarget(random);
      return breakOff(on, sendingMoment(on, random), random);
    },
  },
  { name: "cut inside a frame", draw: (random) => breakOff(drawTarget(random), "mid-frame", random) },
  { name: "ack lost", draw: (random) => ({ on: anAppend(random), action: "lose-ack" }) },
  {
    name: "ack delayed",
    draw: (random) => ({
      on: anAppend(random),
      at: random.pick(["after-commit", "before-frame"]),
      action: "delay",
      delayMs: delayMs(random),
    }),
  },
  {
    name: "anything delayed",
    draw(random) {
      const on = drawTarget(random);
      return { on, at: sendingMoment(on, random), action: "delay", delayMs: delayMs(random) };
    },
  },
  {
    name: "reconnect advised",
    draw: (random) => ({ on: random.pick(["append-session", "read-session"]), action: "advise-reconnect" }),
  },
  {
    name: "drain",
    draw(random) {
      const on = drawTarget(random);
      return { on, at: momentBeforeEffect(on, random), action: "drain" };
    },
  },
  {
    name: "stream refused",
    draw: (random) => ({ on: drawTarget(random), action: "reset-stream", code: REFUSED_STREAM }),
  },
  {
    name: "silence",
    draw(random) {
      const on = drawTarget(random);
      const at = random.chance(0.2) ? "mid-frame" : sendingMoment(on, random);
      return { on, at, action: "silence", atByte: atByte(random) };
    },
  },
  {
    name: "slow reading",
    draw: (random) => ({
      on: anAppend(random),
      action: "read-slowly",
      pauseMs: random.between(1, 8),
      chunkBytes: random.between(20, 400),
    }),
  },
  {
    name: "slow sending",
    draw: (random) => ({
      on: drawTarget(random),
      action: "slow",
      pauseMs: random.between(1, 8),
      chunkBytes: random.between(1, 40),
    }),
  },
  {
    name: "GOAWAY",
    draw(random) {
      // Requests over HTTP/1.1 cannot have it.
      const on = random.pick(["append-session", "read-session"] as const);
      return { on, at: sendingMoment(on, random), action: "goaway", code: random.pick(GOAWAY_CODES) };
    },
  },
  ...ERROR_KINDS.map((kind) => ({ name: kind.name, draw: (random: SeededRandom) => errorOf(kind, random) })),
];

function errorOf({ answers, isDefinite, isPlain }: ErrorKind, random: SeededRandom): Fault {
  const on = drawTarget(random);
  const at = isPlain ? "before-headers" : isDefinite ? momentBeforeEffect(on, random) : momentForAnswer(on, random);
  return { on, at, action: "respond", ...random.pick(answers) };
}

/** Lets some moments pass first: those of an append session come with every batch, so that faults spread over its life. */
export function drawFault(kind: ScriptedKind, random: SeededRandom): Fault {
  const fault = kind.draw(random);
  const isEarly = fault.at === "before-headers" || fault.at === undefined;
  return { ...fault, after: isEarly || random.chance(0.3) ? 0 : random.between(1, 12) };
}

/** Where a fault strikes, for the counts in detail. */
export function describeFault(fault: Fault): string {
  const { action } = fault;
  const what = action === "respond" ? `respond ${fault.status}` : action;
  return fault.at === undefined ? `${what} (${fault.on})` : `${what} ${fault.at} (${fault.on})`;
}
