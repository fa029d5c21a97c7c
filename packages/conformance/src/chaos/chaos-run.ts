import { setTimeout as sleep } from "node:timers/promises";
import { S2 } from "s2kit";
import { auditFollower, auditWriters } from "./audit/audit-stream.js";
import { brokenPromises, type Findings, noFindings } from "./audit/findings.js";
import { endsAt, readWholeStream } from "./audit/whole-stream.js";
import { castAll, type Scene, STREAMS } from "./cast.js";
import type { ChaosOptions } from "./chaos-options.js";
import { Storm } from "./faults/storm.js";
import { Lane } from "./lane.js";
import { SeededRandom } from "./seeded-random.js";
import { type ServerUnderTest, startServerUnderTest } from "./server-under-test.js";
import { Tally } from "./tally.js";

/** What came out of one run. */
export interface ChaosReport {
  readonly options: ChaosOptions;
  /** Length of the storm, in seconds. */
  readonly stormSecs: number;
  /** Faults that struck, by kind. */
  readonly faults: Tally;
  /** Those of the server by what they did, when, and to which request. */
  readonly faultsInDetail: Tally;
  /** Records that were acknowledged, by the transport of their writer. */
  readonly ackedOver: Tally;
  /** How append sessions ended: `closed`, `aborted`, or the code of the failure. */
  readonly sessionEndings: Tally;
  /** Sessions that followers opened. */
  readonly readSessions: number;
  /** Codes of what followers gave up with. */
  readonly followerFailures: Tally;
  readonly findings: Findings;
  /** What should not have happened; empty when every promise was kept. */
  readonly broken: readonly string[];
}

const LANES = 6;
/** When the storm is over, everything has to settle and followers have to catch up within this. */
const SETTLE_LIMIT_MS = 60_000;
const BASIN = "chaos-basin";

/**
 * Lets clients write and read while faults strike, and holds what they were told against what is on the streams.
 * Rejects only when the run itself could not be done; broken promises are in the report.
 */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const server = await startServerUnderTest(options.server);
  const findings = noFindings();
  const unhandled = (): void => {
    findings.unhandledRejections++;
  };
  process.on("unhandledRejection", unhandled);
  try {
    return await stormOver(server, options, findings);
  } finally {
    process.off("unhandledRejection", unhandled);
    await server.stop();
  }
}

async function stormOver(server: ServerUnderTest, options: ChaosOptions, findings: Findings): Promise<ChaosReport> {
  await using direct = new S2({ accessToken: "chaos", endpoints: server.url });
  await direct.basins.create({ basin: BASIN });
  const basin = direct.basin(BASIN);
  for (const stream of STREAMS) await basin.streams.create({ stream });

  const random = new SeededRandom(options.seed);
  const lanes = await Promise.all(
    // Frames that are compressed break in other ways.
    Array.from({ length: LANES }, (_, index) => Lane.to(server.port, index % 2 === 0 ? "none" : "gzip")),
  );
  const storm = new Storm(
    { proxies: lanes.map(({ proxy }) => proxy), script: server.script },
    {
      maxFaults: options.maxFaults ?? Number.POSITIVE_INFINITY,
      maxDurationMs: options.maxDurationMs ?? Number.POSITIVE_INFINITY,
    },
    random.fork(),
  );
  const scenes = castAll(BASIN, lanes, options.mode, random);
  try {
    const stop = new AbortController();
    const writing = Promise.all(scenes.flatMap(({ writers }) => writers.map((writer) => writer.run(stop.signal))));
    const following = Promise.all(scenes.flatMap(({ followers }) => followers.map((follower) => follower.run())));
    const startedAt = performance.now();
    await storm.run();
    const stormSecs = (performance.now() - startedAt) / 1000;
    stop.abort();
    await within(SETTLE_LIMIT_MS, writing);
    const contents = new Map<Scene, readonly number[]>();
    for (const scene of scenes) {
      const keys = await readWholeStream(basin.stream(scene.stream));
      contents.set(scene, keys);
      for (const follower of scene.followers) follower.finishAt(keys.length);
    }
    await within(SETTLE_LIMIT_MS, following);
    for (const [scene, keys] of contents) {
      const journals = scene.writers.map(({ journal }) => journal);
      auditWriters(keys, journals, options.mode, findings);
      for (const follower of scene.followers) auditFollower(keys, follower, findings);
      // What lands after everything was said to be over was not counted.
      if (!(await endsAt(basin.stream(scene.stream), keys.length))) findings.foreign++;
    }
    return report(options, stormSecs, storm, scenes, findings);
  } finally {
    for (const lane of lanes) await lane[Symbol.asyncDispose]();
  }
}

/** Waits for the work, but not for ever: what is unfinished then shows in the findings. */
async function within(limitMs: number, work: Promise<unknown>): Promise<void> {
  const limit = new AbortController();
  await Promise.race([work, sleep(limitMs, undefined, { signal: limit.signal }).catch(() => undefined)]);
  limit.abort();
}

function report(
  options: ChaosOptions,
  stormSecs: number,
  storm: Storm,
  scenes: readonly Scene[],
  findings: Findings,
): ChaosReport {
  const sessionEndings = new Tally();
  const ackedOver = new Tally();
  const followerFailures = new Tally();
  let readSessions = 0;
  for (const { followers, writers } of scenes) {
    for (const { endings, journal, role } of writers) {
      sessionEndings.addAll(endings);
      ackedOver.add(role.appendsOver, journal.count("acked"));
    }
    for (const { failures, sessions } of followers) {
      followerFailures.addAll(failures);
      readSessions += sessions;
    }
  }
  return {
    options,
    stormSecs,
    faults: storm.struck,
    faultsInDetail: storm.inDetail,
    ackedOver,
    sessionEndings,
    readSessions,
    followerFailures,
    findings,
    broken: [
      ...brokenPromises(findings, options.mode, followerFailures),
      ...storm.missing.map((kind) => `never struck: ${kind}`),
    ],
  };
}
