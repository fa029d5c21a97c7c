import { S2 } from "s2kit";
import type { ServerName } from "../chaos/chaos-options.js";
import { Storm } from "../chaos/faults/storm.js";
import { Lane } from "../chaos/lane.js";
import { SeededRandom } from "../chaos/seeded-random.js";
import { startServerUnderTest } from "../chaos/server-under-test.js";
import type { Tally } from "../chaos/tally.js";
import type { AppenderKind } from "./appender.js";
import { HistoryClient } from "./history-client.js";
import type { HistoryEvent } from "./history-event.js";
import { HistoryRecorder } from "./history-recorder.js";
import { recordHash } from "./stream-hash.js";
import type { Workload } from "./workload.js";

/** What to record. */
export interface HistoryOptions {
  readonly server: ServerName;
  readonly workload: Workload;
  readonly seed: number;
  /** Operations of each client. */
  readonly operations: number;
  /** Most faults that may strike meanwhile; 0 for none. */
  readonly maxFaults: number;
  /** Records that are on the stream before, at most 1000; none unless given. */
  readonly existingRecords?: number | undefined;
}

/** A history, and the faults under which it came about. */
export interface RecordedHistory {
  readonly events: readonly HistoryEvent[];
  readonly faults: Tally;
}

const encoder = new TextEncoder();
const BASIN = "history-basin";
const STREAM = "history";
/** Who appends by what: all of them at the same time, on one stream. */
const APPENDERS: readonly AppenderKind[] = ["request", "session", "request", "session", "exactly-once"];
/** Of a full storm nearly every append would end in doubt, and doubt is what a checker can take least of. */
const CALMNESS = 4;

/**
 * Lets clients work on one stream, over lanes of their own, and writes down what they see.
 * Exactly-once sessions set their conditions themselves, so that they take part in the plain workload only.
 */
export async function recordHistory(options: HistoryOptions): Promise<RecordedHistory> {
  const { maxFaults, operations, seed, workload } = options;
  const server = await startServerUnderTest(options.server);
  const lanes: Lane[] = [];
  try {
    await using direct = new S2({ accessToken: "history", endpoints: server.url });
    await direct.basins.create({ basin: BASIN });
    await direct.basin(BASIN).streams.create({ stream: STREAM });
    const random = new SeededRandom(seed);
    const events: HistoryEvent[] = [];
    const recorder = new HistoryRecorder((event) => events.push(event));
    if (options.existingRecords) {
      const bodies = Array.from({ length: options.existingRecords }, (_, index) => encoder.encode(`existing ${index}`));
      recorder.existing(bodies.map(recordHash));
      await direct
        .basin(BASIN)
        .stream(STREAM)
        .append(bodies.map((body) => ({ body })));
    }
    const kinds = APPENDERS.map((kind) => (kind === "exactly-once" && workload !== "plain" ? "session" : kind));
    for (const _ of kinds) lanes.push(await Lane.to(server.port));
    const clients = kinds.map((appendsBy, index) => {
      const stream = (lanes[index] as Lane).client("http2").basin(BASIN).stream(STREAM);
      return new HistoryClient(
        { stream, workload, appendsBy, token: `client-${index}`, firstTail: options.existingRecords ?? 0 },
        recorder,
        random.fork(),
      );
    });
    const storm = new Storm(
      { proxies: lanes.map(({ proxy }) => proxy), script: server.script },
      { maxFaults, maxDurationMs: Number.POSITIVE_INFINITY, calmness: CALMNESS },
      random.fork(),
    );
    const raging = storm.run();
    await Promise.all(clients.map((client) => client.run(operations)));
    storm.end();
    await raging;
    recorder.end();
    return { events, faults: storm.struck };
  } finally {
    for (const lane of lanes) await lane[Symbol.asyncDispose]();
    await server.stop();
  }
}
