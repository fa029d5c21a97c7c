import { describe, expect, test } from "vitest";
import { runCommand } from "../../src/chaos/command.js";
import { CommandLineError, parseCommandLine } from "../../src/chaos/command-line.js";

const SEED = 42;
const parse = (line: string): ReturnType<typeof parseCommandLine> =>
  parseCommandLine(line === "" ? [] : line.split(" "), () => SEED);

describe("runs", () => {
  test("are one of each mode on the embedded server until 1000 faults, with any seed, by default", () => {
    expect(parse("")).toEqual({
      kind: "runs",
      servers: ["embedded"],
      modes: ["exactly-once", "all", "no-side-effects"],
      maxFaults: 1_000,
      maxDurationMs: undefined,
      json: undefined,
      seed: SEED,
    });
  });

  test("take servers, mode, bounds and seed", () => {
    expect(parse("--server both --mode all --minutes 1.5 --seed 7 --json out.json")).toMatchObject({
      servers: ["embedded", "lite"],
      modes: ["all"],
      maxFaults: undefined,
      maxDurationMs: 90_000,
      json: "out.json",
      seed: 7,
    });
  });
});

test("a mode goes by the name of its policy, too", () => {
  for (const name of ["no-side-effects", "noSideEffects"]) {
    expect(parse(`--mode ${name}`)).toMatchObject({ modes: ["no-side-effects"] });
  }
});

describe("histories", () => {
  test("are one, without faults, unless said otherwise", () => {
    expect(parse("--history h.jsonl --server lite --workload match")).toEqual({
      kind: "histories",
      runs: [
        {
          file: "h.jsonl",
          server: "lite",
          workload: "match",
          operations: 100,
          existingRecords: 0,
          maxFaults: 0,
          seed: SEED,
        },
      ],
    });
  });

  test("are, of every workload, one without faults and one with for each server", () => {
    const command = parse("--history out --server both --workload every --faults 9");
    if (command.kind !== "histories") throw new Error("not histories");
    expect(command.runs.map(({ file }) => file)).toEqual(
      ["embedded", "lite"].flatMap((server) =>
        ["plain", "match", "fencing"].flatMap((workload) => [
          `out/${server}-${workload}.jsonl`,
          `out/${server}-${workload}-faults.jsonl`,
        ]),
      ),
    );
    expect(new Set(command.runs.map(({ maxFaults }) => maxFaults))).toEqual(new Set([0, 9]));
  });
});

test.for([
  "--mode most",
  "--server cloud",
  "--faults 0",
  "--faults many",
  "--seed -1",
  "--minutes 0",
  "--colour",
  "--workload match",
  "--existing 3",
  "--history h --mode all",
  "--history h --server both",
  "--history h --existing 1001",
])("%s is refused", (line) => {
  expect(() => parse(line)).toThrow(CommandLineError);
});

describe("the command", () => {
  const output = (): { readonly said: string[]; out(text: string): void; note(text: string): void } => {
    const said: string[] = [];
    return { said, out: (text) => void said.push(text), note: (text) => void said.push(text) };
  };

  test("says how it is used when it is asked, and when it does not understand", async () => {
    for (const [args, code] of [
      [["--help"], 0],
      [["--colour"], 2],
    ] as const) {
      const told = output();
      expect(await runCommand(args, told)).toBe(code);
      expect(told.said.join("\n")).toContain("Usage: pnpm chaos");
    }
  });

  test("says what was drawn, and counts faults by kind", async () => {
    const told = output();
    const args = "--mode exactly-once --faults 40 --seed 7".split(" ");
    expect(await runCommand(args, told)).toBe(0);
    const text = told.said.join("\n");
    expect(text).toContain("seed 7");
    expect(text).toMatch(/\| embedded \| exactly-once \| 7 \|.*\| kept \|/);
    for (const kind of ["server: ack lost", "server: 429 with retry-after", "network: black hole"]) {
      expect(text).toMatch(new RegExp(`\\| ${kind} \\| \\d+ \\|`));
    }
  });
});
