import { createParser } from "eventsource-parser";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EventInbox } from "../../../src/transport/sse/event-inbox.js";
import { EventParser } from "../../../src/transport/sse/event-parser.js";

type Event = readonly [name: string | undefined, data: string];

/** What another implementation of the specification makes of a text. */
function expected(text: string): Event[] {
  const events: Event[] = [];
  const parser = createParser({ onEvent: ({ event, data }) => events.push([event, data]) });
  parser.feed(text.replace(/^\uFEFF/, ""));
  return events;
}

function parsed(...texts: readonly string[]): Event[] {
  const events: Event[] = [];
  const parser = new EventParser((name, data) => events.push([name, data]));
  for (const text of texts) parser.feed(text);
  return events;
}

const ENDS = ["\n", "\r", "\r\n"];
const NAMES = ["data", "event", "id", "retry", "datum", "dat", "Data", "", "\uFEFFdata"];
const line = fc
  .tuple(
    fc.constantFrom(...NAMES),
    fc.constantFrom(":", ": ", ":  ", "", " :"),
    fc.constantFrom("", "batch", "1", "a:b", " ", "é☃\u{1f600}", "\uFEFF"),
  )
  .map((parts) => parts.join(""));
const anyLine = fc.oneof({ weight: 2, arbitrary: line }, { weight: 1, arbitrary: fc.constant("") });
const anyStream = fc
  .array(fc.tuple(anyLine, fc.constantFrom(...ENDS)), { maxLength: 20 })
  .map((lines) => lines.flat().join(""));

describe("lines of an event stream", () => {
  test("give the events that another parser finds, wherever the bytes are cut", () => {
    fc.assert(
      fc.property(anyStream, fc.boolean(), fc.array(fc.nat(40)), (stream, marked, sizes) => {
        // A stream goes on: what looks like CR may be the first half of CRLF, until something follows it.
        const text = `${marked ? "\uFEFF" : ""}${stream}: comment\n`;
        const bytes = Buffer.from(text);
        const events: Event[] = [];
        const inbox = new EventInbox({
          asciiEvent: "none",
          // Names stay bytes, because those that matter are ASCII.
          event: (name, data) => events.push([name && Buffer.from(name, "latin1").toString(), data]),
          failed: (error) => expect.unreachable(error.message),
        });
        let from = 0;
        for (const size of [...sizes, bytes.length]) {
          inbox.push(bytes.subarray(from, from + size));
          from += size;
        }
        expect(events).toEqual(expected(text));
      }),
      { numRuns: 2000 },
    );
  });

  test.for<[string, readonly string[], readonly Event[]]>([
    ["CRLF cut in two, between fields", ["data: a\r", "\ndata: b\r\n\r\n"], [[undefined, "a\nb"]]],
    [
      "CRLF cut in two, behind an event",
      ["data: a\r\n\r", "\ndata: b\n\n"],
      [
        [undefined, "a"],
        [undefined, "b"],
      ],
    ],
    ["a name without data", ["event: a\n\ndata: b\n\n"], [[undefined, "b"]]],
    [
      "empty data",
      ["data\n\ndata:\n\ndata:\ndata\n\n"],
      [
        [undefined, ""],
        [undefined, ""],
        [undefined, "\n"],
      ],
    ],
    ["the last of two names", ["event: a\nevent: b\ndata: c\n\n"], [["b", "c"]]],
    ["a byte order mark, but only the first", ["\uFEFFdata: a\n\n", "\uFEFFdata: b\n\n"], [[undefined, "a"]]],
  ])("with %s", ([, texts, events]) => {
    expect(parsed(...texts)).toEqual(events);
  });
});
