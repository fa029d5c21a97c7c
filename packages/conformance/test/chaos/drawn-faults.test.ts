import { type Fault, startServer } from "@s2kit/server";
import { describe, expect, test } from "vitest";
import { ERROR_KINDS } from "../../src/chaos/faults/error-answers.js";
import { NETWORK_FAULTS } from "../../src/chaos/faults/network-fault.js";
import { drawFault, SCRIPTED_KINDS } from "../../src/chaos/faults/scripted-fault.js";
import { SeededRandom } from "../../src/chaos/seeded-random.js";

const draws = (name: string): Fault[] => {
  const kind = SCRIPTED_KINDS.find((each) => each.name === name);
  if (kind === undefined) throw new Error(`there is no kind ${name}`);
  return Array.from({ length: 200 }, (_, seed) => drawFault(kind, new SeededRandom(seed)));
};

/** What has to be able to happen, by the names of the kinds. */
const KINDS: readonly string[] = [
  "drop before commit",
  "drop after commit",
  "drop between frames",
  "cut inside a frame",
  "ack lost",
  "ack delayed",
  "anything delayed",
  "reconnect advised",
  "drain",
  "stream refused",
  "silence",
  "slow reading",
  "slow sending",
  "GOAWAY",
  "429",
  "429 with retry-after",
  "500 with a body",
  "500 without a body",
  "503 with a body",
  "503 without a body",
  "another definite error",
  "another ambiguous error",
  "network: reset of all connections",
  "network: close of all connections",
  "network: cut after n bytes",
  "network: half-close",
  "network: latency",
  "network: throttle",
  "network: black hole",
  "network: refused connections",
];

test("there is a kind for everything that can go wrong, under a name of its own", () => {
  expect([...SCRIPTED_KINDS, ...NETWORK_FAULTS].map(({ name }) => name).sort()).toEqual([...KINDS].sort());
});

describe.each(SCRIPTED_KINDS.map(({ name }) => name))("%s", (name) => {
  test("is understood by the server, whatever is drawn", async () => {
    await using server = await startServer();
    for (const fault of draws(name)) expect(() => server.faults.push(fault)).not.toThrow();
  });

  test("is the same again for the same seed", () => {
    expect(draws(name)).toEqual(draws(name));
  });
});

test("what says that nothing was applied strikes only before anything is", () => {
  const definite = ERROR_KINDS.filter(({ isDefinite }) => isDefinite).flatMap(({ name }) => draws(name));
  const moments = [...definite, ...draws("drain")].map(({ at }) => at);
  expect(new Set(moments)).toEqual(new Set(["before-headers", "after-headers", "before-commit"]));
});

test("what asks for a pause is an answer that has headers", () => {
  expect(new Set(draws("429 with retry-after").map(({ at }) => at))).toEqual(new Set(["before-headers"]));
});

test("appends are struck over sessions and over single requests", () => {
  for (const name of ["drop before commit", "drop after commit", "ack lost", "ack delayed", "slow reading"]) {
    expect([name, [...new Set(draws(name).map(({ on }) => on))].sort()]).toEqual([name, ["append", "append-session"]]);
  }
});
