import { startServer } from "@s2kit/server";
import { type AppendSession, S2, type Stream } from "s2kit";
import { expect, test } from "vitest";
import { auditWriters } from "../../src/chaos/audit/audit-stream.js";
import { brokenPromises, type Findings, noFindings } from "../../src/chaos/audit/findings.js";
import { readWholeStream } from "../../src/chaos/audit/whole-stream.js";
import type { ChaosMode } from "../../src/chaos/chaos-options.js";
import { SeededRandom } from "../../src/chaos/seeded-random.js";
import { Writer } from "../../src/chaos/writing/writer.js";
import { DEFECTS, type Defect } from "./broken-session.js";

/** An even number, so that a defect which works on pairs finds the second of each. */
const BATCHES = 60;
const MODE: ChaosMode = "all";

/** Lets a writer work on a client that may have a defect, and audits what came of it. */
async function findingsOf(defect: Defect | undefined): Promise<Findings> {
  await using server = await startServer({ basins: ["broken-client"] });
  await using s2 = new S2(server.clientOptions());
  await s2.basin("broken-client").streams.create({ stream: "records" });
  const stream = s2.basin("broken-client").stream("records");
  const stop = new AbortController();
  let left = BATCHES;
  const submit = defect?.submit ?? ((session, batch) => session.submitBatch(batch));
  // One session for all batches: the writer is asked to stop when they are submitted.
  const session = stream.appendSession();
  const broken = {
    submitBatch(batch: Parameters<AppendSession["submitBatch"]>[0]) {
      if (--left === 0) stop.abort();
      return submit(session, batch);
    },
    // Left open until everything is told, that no defect is cut short.
    close: () => Promise.resolve(),
    abort: () => undefined,
  };
  const writer = new Writer(
    {
      writer: 1,
      stream: { appendSession: () => broken as unknown as AppendSession } as unknown as Stream,
      mode: MODE,
      through: "session",
      appendsOver: "http2",
      onInterference: "fail",
    },
    new SeededRandom(1),
  );
  await writer.run(stop.signal);
  await session.close();
  const findings = noFindings();
  auditWriters(await readWholeStream(stream), [writer.journal], MODE, findings);
  return findings;
}

test("a client without a defect breaks no promise", async () => {
  const findings = await findingsOf(undefined);
  expect(findings.acked).toBeGreaterThan(BATCHES);
  expect(brokenPromises(findings, MODE)).toEqual([]);
});

test.for(Object.entries(DEFECTS))("a client that %s is found out", async ([, make]) => {
  const defect = make();
  const findings = await findingsOf(defect);
  expect(findings[defect.name as keyof Findings]).toBeGreaterThan(0);
  expect(brokenPromises(findings, MODE)).not.toEqual([]);
});
