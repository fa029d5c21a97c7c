import { expect } from "vitest";
import { rest, S2, type S2Error, type Stream } from "../../src/index.js";
import { test } from "../support/harness.js";

type Call = (s2: S2, stream: Stream) => Promise<unknown>;

const CALLS: readonly (readonly [name: string, call: Call])[] = [
  ["stream.append", (_, stream) => stream.append({ body: "x" })],
  ["stream.read", (_, stream) => stream.read()],
  ["stream.checkTail", (_, stream) => stream.checkTail()],
  ["basins.getConfig", (s2) => s2.basins.getConfig("no-such-basin")],
  ["streams.listAll", (s2) => s2.basin("no-such-basin").streams.listAll().next()],
  ["a function of rest", (s2) => rest.unwrap(rest.listStreams(s2.rest, { server: { basin: "no-such-basin" } }))],
];

for (const [name, call] of CALLS) {
  test(`the stack of an error shows who called: ${name}`, async ({ s2, basin }) => {
    async function somewhereInAProgram(): Promise<void> {
      await call(s2, basin.stream("none"));
    }
    const error: S2Error = await somewhereInAProgram().then(
      () => expect.fail("it succeeded"),
      (reason) => reason,
    );
    expect(error.stack).toContain(`${error.name}: ${error.message}\n`);
    expect(error.stack).toContain("somewhereInAProgram");
  });
}

test("what is missing, or there already, is named on the embedded server too", async ({ s2, basin }) => {
  const messageOf = (call: Promise<unknown>): Promise<string> => call.then(String, (error) => error.message);
  await basin.streams.create({ stream: "there" });
  expect(await messageOf(basin.streams.delete("none"))).toContain(
    `stream \`none\` in basin \`${basin.name}\` not found`,
  );
  expect(await messageOf(basin.streams.create({ stream: "there" }))).toContain("`there`");
  expect(await messageOf(s2.basin("no-such-basin").streams.list())).toContain("basin `no-such-basin` not found");
  expect(await messageOf(s2.basins.create({ basin: basin.name }))).toContain(`\`${basin.name}\` already exists`);
});

test("a client without options is refused as any other input", () => {
  for (const options of [undefined, null, "token"]) {
    expect(() => new S2(options as never)).toThrow(
      expect.objectContaining({ code: "invalid_argument", field: "options" }),
    );
  }
});
