import type { Stream, TransportName } from "s2kit";
import type { ChaosMode } from "./chaos-options.js";
import type { Lane } from "./lane.js";
import { Follower } from "./reading/follower.js";
import type { SeededRandom } from "./seeded-random.js";
import { type AppendsOver, Writer, type WriterRole } from "./writing/writer.js";

/** A stream, those who write to it, and those who follow it. */
export interface Scene {
  readonly stream: string;
  readonly writers: readonly Writer[];
  readonly followers: readonly Follower[];
}

type WriterKind = Pick<WriterRole, "through" | "onInterference" | "appendsOver">;

/** Where only event streams pass, appends are requests. */
const TRANSPORTS: Readonly<Record<AppendsOver, TransportName>> = { http2: "http2", fetch: "fetch", unary: "sse" };

/** Writers by stream: some have one for themselves, five share one and so are in each other's way. */
const WRITERS: Readonly<Record<string, readonly WriterKind[]>> = {
  "alone-1": [{ through: "session", appendsOver: "http2", onInterference: "fail" }],
  "alone-2": [{ through: "producer", appendsOver: "fetch", onInterference: "rebase" }],
  "alone-3": [{ through: "session", appendsOver: "unary", onInterference: "fail" }],
  shared: [
    { through: "session", appendsOver: "http2", onInterference: "rebase" },
    { through: "session", appendsOver: "fetch", onInterference: "rebase" },
    { through: "session", appendsOver: "unary", onInterference: "rebase" },
    { through: "producer", appendsOver: "http2", onInterference: "rebase" },
    { through: "session", appendsOver: "http2", onInterference: "fail" },
  ],
};

/** Two followers for each stream; every transport is there. */
const FOLLOWERS: readonly (readonly [TransportName, TransportName])[] = [
  ["http2", "fetch"],
  ["http2", "sse"],
  ["http2", "http2"],
  ["http2", "fetch"],
];

export const STREAMS: readonly string[] = Object.keys(WRITERS);

/** Gives everyone a part and a lane, in turn. */
export function castAll(basin: string, lanes: readonly Lane[], mode: ChaosMode, random: SeededRandom): Scene[] {
  let parts = 0;
  const streamFor = (stream: string, transport: TransportName): Stream => {
    const lane = lanes[parts++ % lanes.length] as Lane;
    return lane.client(transport).basin(basin).stream(stream);
  };
  let writers = 0;
  return Object.entries(WRITERS).map(([stream, kinds], index) => ({
    stream,
    writers: kinds.map(
      (kind) =>
        new Writer(
          { ...kind, mode, writer: ++writers, stream: streamFor(stream, TRANSPORTS[kind.appendsOver]) },
          random.fork(),
        ),
    ),
    followers: (FOLLOWERS[index % FOLLOWERS.length] ?? []).map(
      (transport) => new Follower({ transport, stream: streamFor(stream, transport) }, random.fork()),
    ),
  }));
}
