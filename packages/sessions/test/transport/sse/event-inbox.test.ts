import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EventInbox } from "../../../src/transport/sse/event-inbox.js";

type Event = readonly [name: string | undefined, data: string];

/** Takes bytes in pieces and gathers what comes out. */
function eventsOf(pieces: Iterable<Uint8Array>): { readonly events: Event[]; readonly failures: string[] } {
  const events: Event[] = [];
  const failures: string[] = [];
  const inbox = new EventInbox({
    asciiEvent: "batch",
    event: (name, data) => events.push([name, data]),
    failed: (error) => failures.push(error.code),
  });
  for (const piece of pieces) inbox.push(piece);
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

describe("an event stream", () => {
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
      asciiEvent: "batch",
      event: (_name, data) => {
        events.push(data);
        inbox.stop();
      },
      failed: () => events.push("failed"),
    });
    inbox.push(Buffer.from("data: one\n\ndata: two\n\ndata: th"));
    inbox.push(Buffer.from("ree\n\n"));
    expect(events).toEqual(["one"]);
  });
});
