import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { EventInbox } from "../../../src/transport/sse/event-inbox.js";
import { LongLines } from "../../../src/transport/sse/long-lines.js";
import { textOf } from "../../../src/wire/text.js";

type Event = readonly [name: string | undefined, data: string];

/** Takes bytes in pieces and gathers what comes out. */
type Take = (pieces: Iterable<Uint8Array>) => { readonly events: Event[]; readonly failures: string[] };

function take(pieces: Iterable<Uint8Array>, longLines?: LongLines): ReturnType<Take> {
  const events: Event[] = [];
  const failures: string[] = [];
  const inbox = new EventInbox(
    { event: (name, data) => events.push([name, textOf(data)]), failed: (error) => failures.push(error.code) },
    longLines,
  );
  for (const piece of pieces) {
    // What was handed in may be used again for something else.
    const lent = Uint8Array.from(piece);
    inbox.push(lent);
    if (lent.includes(10)) lent.fill(0x3f, 0, lent.lastIndexOf(10) + 1);
  }
  return { events, failures };
}

const STREAM =
  'event: batch\nid: 1,2,3\ndata: {"records":[]}\n\nevent: error\ndata: {"message":"é☃\u{1f600}"}\n\n: comment\n\nevent: ping\ndata: {}\n\ndata: [DONE]\n\n';
const EVENTS: readonly Event[] = [
  ["batch", '{"records":[]}'],
  ["error", '{"message":"é☃\u{1f600}"}'],
  ["ping", "{}"],
  [undefined, "[DONE]"],
];

describe.each<[string, Take]>([
  ["whose data is text", (pieces) => take(pieces)],
  ["whose long data is bytes", (pieces) => take(pieces, new LongLines())],
])("an event stream %s", (_, eventsOf) => {
  test.for([
    ["LF", "\n"],
    ["CRLF", "\r\n"],
    ["CR", "\r"],
  ] as const)("with lines that end in %s comes out the same wherever it is cut, also within a character", ([, end]) => {
    // A CR at the very end may be the first half of a CRLF, so that another line has to follow it.
    const bytes = Buffer.from(`${STREAM}: end\n`.replaceAll("\n", end));
    for (let cut = 0; cut <= bytes.length; cut++) {
      expect(eventsOf([bytes.subarray(0, cut), bytes.subarray(cut)]).events).toEqual(EVENTS);
    }
  });

  test("comes out the same in pieces of any sizes", () => {
    const bytes = Buffer.from(STREAM);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (sizes) => {
        const pieces: Uint8Array[] = [];
        let from = 0;
        for (const size of sizes) {
          pieces.push(bytes.subarray(from, from + size));
          from += size;
        }
        pieces.push(bytes.subarray(Math.min(from, bytes.length)));
        expect(eventsOf(pieces).events).toEqual(EVENTS);
      }),
    );
  });

  test("may begin with a byte order mark, have data in several lines, no blank, and fields that nobody knows", () => {
    const text = "\uFEFFdata:one\ndata:two\nretry: 5\nretry: x\nfoo: bar\nnonsense\nevent:batch\n\n";
    expect(eventsOf([Buffer.from(text)])).toEqual({ events: [["batch", "one\ntwo"]], failures: [] });
  });

  test("that ends within an event does not give it out", () => {
    expect(eventsOf([Buffer.from("event: batch\ndata: {}\n")]).events).toEqual([]);
  });

  test("may have an event of 5 MB in pieces of 100 bytes", () => {
    const piece = Buffer.alloc(100, "x");
    const pieces = function* (): Iterable<Uint8Array> {
      yield Buffer.from("event: batch\ndata: ");
      // Were each piece joined to those before it, this would copy 125 GB.
      for (let index = 0; index < 50_000; index++) yield piece;
      yield Buffer.from("\n\n");
    };
    expect(eventsOf(pieces()).events[0]?.[1].length).toBe(5_000_000);
  });

  test("fails when an event is longer than 8 MiB, and gives out nothing more", () => {
    const piece = Buffer.alloc(1_048_576, "x");
    const endless = function* (): Iterable<Uint8Array> {
      yield Buffer.from("data: ");
      for (let index = 0; index < 20; index++) yield piece;
      yield Buffer.from("\n\ndata: later\n\n");
    };
    expect(eventsOf(endless())).toEqual({ events: [], failures: ["protocol_error"] });
  });

  test("gives out nothing after it was stopped, not even what it holds already", () => {
    const events: string[] = [];
    const inbox = new EventInbox({
      event: (_name, data) => {
        events.push(textOf(data));
        inbox.stop();
      },
      failed: () => events.push("failed"),
    });
    inbox.push(Buffer.from("data: one\n\ndata: two\n\ndata: th"));
    inbox.push(Buffer.from("ree\n\n"));
    expect(events).toEqual(["one"]);
  });

  test("may have long data, in several lines and events, with any ends of lines, cut anywhere", () => {
    const long = (text: string): string => text.repeat(1500);
    const anyLine = fc.constantFrom("", "short", "é☃\u{1f600}", long("ab"), long("é☃"), "{}", long("\uFFFD"));
    const anyEvent = fc.tuple(
      fc.constantFrom("batch", "error", undefined),
      fc.array(anyLine, { minLength: 1, maxLength: 3 }),
    );
    fc.assert(
      fc.property(
        fc.array(anyEvent, { minLength: 1, maxLength: 4 }),
        fc.constantFrom("\n", "\r\n", "\r"),
        fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1 }),
        (wanted, end, sizes) => {
          const lines = wanted.flatMap(([name, data]) => [
            ...(name === undefined ? [] : [`event: ${name}`]),
            ...data.map((line) => `data: ${line}`),
            "",
          ]);
          const bytes = Buffer.from(`${lines.join(end)}${end}: end${end}`);
          const pieces: Uint8Array[] = [];
          for (let from = 0, turn = 0; from < bytes.length; turn++) {
            const size = sizes[turn % sizes.length] as number;
            pieces.push(bytes.subarray(from, from + size));
            from += size;
          }
          const { events, failures } = eventsOf(pieces);
          expect(failures).toEqual([]);
          expect(events).toEqual(wanted.map(([name, data]) => [name, data.join("\n")]));
        },
      ),
      { numRuns: 50 },
    );
  });

  test("whose event never ends fails when its lines together are longer than 8 MiB", () => {
    const line = Buffer.from(`data: ${"x".repeat(1_000_000)}\n`);
    expect(eventsOf(Array(20).fill(line))).toEqual({ events: [], failures: ["protocol_error"] });
  });
});

test("only what is long, and one line, comes as bytes", () => {
  const kinds: string[] = [];
  const inbox = new EventInbox(
    { event: (_name, data) => kinds.push(typeof data), failed: () => kinds.push("failed") },
    new LongLines(),
  );
  const long = "x".repeat(5000);
  inbox.push(Buffer.from(`data: ${long}\n\ndata: short\n\ndata: ${long}\ndata: ${long}\n\n`));
  expect(kinds).toEqual(["object", "string", "string"]);
});

test("a long line that waits for the end of its event is copied once, whatever comes meanwhile", () => {
  const copies = vi.spyOn(Uint8Array.prototype, "slice");
  try {
    const lines = new LongLines();
    const inbox = new EventInbox({ event: () => undefined, failed: () => undefined }, lines);
    inbox.push(new TextEncoder().encode(`data: ${"x".repeat(5000)}\n`));
    for (let turn = 0; turn < 20; turn++) inbox.push(new TextEncoder().encode(": still there\n"));
    expect(copies).toHaveBeenCalledTimes(1);
    inbox.push(new TextEncoder().encode(`data: ${"y".repeat(5000)}\n`));
    expect(copies).toHaveBeenCalledTimes(2);
  } finally {
    copies.mockRestore();
  }
});
