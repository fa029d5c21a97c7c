import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Move, Simulation } from "./simulation.js";

const MOVES: readonly Move[] = [
  "submit",
  "submit",
  "connect",
  "connect",
  "connect",
  "process",
  "process",
  "process",
  "reply",
  "reply",
  "cut",
  "refuse",
  "forget",
  "wake",
  "wake",
  "look",
  "look",
  "lookFails",
  "clean end",
  "drain",
  "advise",
];

/** The end may come at any time, in either way. */
const ENDINGS: readonly Move[] = ["close", "drop"];

const schedules = (moves: readonly Move[]) =>
  fc.array(fc.tuple(fc.constantFrom(...moves), fc.nat(7)), { minLength: 1, maxLength: 60 });

const RUNS = { numRuns: 3000 };

/** Runs a schedule, lets everything come to rest, and hands the result to `check`. */
async function run(simulation: Simulation, schedule: readonly (readonly [Move, number])[]): Promise<void> {
  for (const [move, choice] of schedule) simulation.move(move, choice);
  simulation.settle();
  expect(simulation.tickets.map((ticket) => ticket.state)).not.toContain("pending");
  const ended = schedule.some(([move]) => ENDINGS.includes(move));
  if (ended) expect(simulation.overs).toBe(1);
  else expect(simulation.overs).toBeLessThanOrEqual(1);
}

/** What must hold under every policy: what is acknowledged is where its acknowledgement says. */
async function checkAcknowledged(simulation: Simulation): Promise<void> {
  for (const [batch, ticket] of simulation.tickets.entries()) {
    if (ticket.state !== "acked") continue;
    const { start, end } = await ticket.ack();
    for (let place = start.seqNum; place < end.seqNum; place++) {
      expect(simulation.log[place]).toMatchObject({ batch, index: place - start.seqNum });
    }
  }
}

/** What is said to be not applied is not on the stream, not even when everything on its way has landed. */
async function checkNotApplied(simulation: Simulation): Promise<void> {
  for (const [batch, ticket] of simulation.tickets.entries()) {
    if (ticket.state !== "failed") continue;
    const error = await simulation.errorOf(ticket);
    if (!error.maybeApplied) expect(simulation.places(batch)).toEqual([]);
  }
}

/** First places of batches come in the order of submission. */
function checkOrder(simulation: Simulation): void {
  const firsts = simulation.tickets.flatMap((_ticket, batch) => simulation.places(batch).slice(0, 1));
  expect(firsts).toEqual([...firsts].sort((left, right) => left - right));
}

function checkNoneTwice(simulation: Simulation): void {
  for (const batch of simulation.tickets.keys()) expect(simulation.places(batch).length).toBeLessThanOrEqual(1);
}

describe.each([
  ["batches side by side", false],
  ["one batch at a time", true],
])("any schedule of cuts, late arrivals, drains, foreign appends and endings: %s", (_how, oneAtATime) => {
  const anything = schedules([...MOVES, ...ENDINGS, "foreign"]);

  test("policy all: everything settles, what is acknowledged is there, in order, what is not applied is not there", async () => {
    await fc.assert(
      fc.asyncProperty(anything, async (schedule) => {
        const simulation = new Simulation({ retry: { maxAttempts: 2 }, oneAtATime });
        await run(simulation, schedule);
        await checkAcknowledged(simulation);
        await checkNotApplied(simulation);
        checkOrder(simulation);
      }),
      RUNS,
    );
  });

  test("policy noSideEffects: no batch is there twice", async () => {
    await fc.assert(
      fc.asyncProperty(anything, async (schedule) => {
        const simulation = new Simulation({ retry: { maxAttempts: 4, appends: "noSideEffects" }, oneAtATime });
        await run(simulation, schedule);
        await checkAcknowledged(simulation);
        await checkNotApplied(simulation);
        checkNoneTwice(simulation);
        checkOrder(simulation);
      }),
      RUNS,
    );
  });

  test.each(["fail", "rebase"] as const)(
    "exactly once, %s: no batch twice, order kept, every verdict true",
    async (exactlyOnce) => {
      await fc.assert(
        fc.asyncProperty(anything, async (schedule) => {
          const simulation = new Simulation({ retry: { maxAttempts: 6 }, exactlyOnce, oneAtATime });
          await run(simulation, schedule);
          await checkAcknowledged(simulation);
          await checkNotApplied(simulation);
          checkNoneTwice(simulation);
          checkOrder(simulation);
        }),
        RUNS,
      );
    },
  );

  test.each(["fail", "rebase"] as const)(
    "exactly once, %s, with a writer id: records that another writer writes just like ours are never taken for ours",
    async (exactlyOnce) => {
      const options = { exactlyOnce, oneAtATime, writerId: "w", foreignIsIdentical: true };
      await fc.assert(
        fc.asyncProperty(anything, async (schedule) => {
          const simulation = new Simulation({ retry: { maxAttempts: 6 }, ...options });
          await run(simulation, schedule);
          await checkAcknowledged(simulation);
          await checkNotApplied(simulation);
          checkNoneTwice(simulation);
          checkOrder(simulation);
        }),
        RUNS,
      );
    },
  );

  test("exactly once without another writer and without an end to trying: every batch is acknowledged", async () => {
    await fc.assert(
      fc.asyncProperty(schedules([...MOVES, "close"]), async (schedule) => {
        const retry = { maxAttempts: Number.POSITIVE_INFINITY };
        const simulation = new Simulation({ retry, exactlyOnce: "fail", oneAtATime });
        await run(simulation, schedule);
        expect(simulation.tickets.every((ticket) => ticket.state === "acked")).toBe(true);
        checkNoneTwice(simulation);
      }),
      RUNS,
    );
  });
});

describe("another writer's record, just like ours, where ours was lost on its way", () => {
  const lost: readonly Move[] = ["submit", "look", "connect", "cut", "forget", "foreign", "wake", "connect"];

  async function ackAfter(writerId: string | undefined): Promise<{ readonly simulation: Simulation; place: number }> {
    const retry = { maxAttempts: 6 };
    const simulation = new Simulation({ retry, exactlyOnce: "rebase", foreignIsIdentical: true, writerId });
    await run(
      simulation,
      lost.map((move) => [move, 0]),
    );
    const ack = await (simulation.tickets[0] as (typeof simulation.tickets)[0]).ack();
    return { simulation, place: ack.start.seqNum };
  }

  test("is taken for it by content alone: the limit of exactly once without a writer id", async () => {
    const { simulation, place } = await ackAfter(undefined);
    expect([place, simulation.places(0)]).toEqual([0, []]);
  });

  test("is not with a writer id", async () => {
    const { simulation, place } = await ackAfter("w");
    expect([place, simulation.places(0)]).toEqual([1, [1]]);
  });
});
