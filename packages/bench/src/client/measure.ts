import type { Contender } from "../contenders/contender.js";
import type { StoppedWorkload, Workload } from "../workload.js";
import { LatencyLog } from "./latency-log.js";
import type { ClientTask, Measurement } from "./measurement.js";
import { processMemory } from "./process-memory.js";

/** Does a task's work and measures it. */
export async function measure(contender: Contender, { workload, warmUpRecords }: ClientTask): Promise<Measurement> {
  if (workload.kind === "stopped") await readOne(contender, workload);
  const { residentBytes } = processMemory();
  if (warmUpRecords > 0) await work(contender, { ...workload, records: warmUpRecords }, new LatencyLog());
  const log = new LatencyLog();
  const startMs = performance.now();
  const cpuBefore = process.cpuUsage();
  await work(contender, workload, log);
  const { user, system } = process.cpuUsage(cpuBefore);
  return {
    records: workload.records,
    cpuUs: user + system,
    wallMs: performance.now() - startMs,
    latencyMs: log.summary(),
    idleBytes: residentBytes,
    peakBytes: processMemory().peakBytes,
  };
}

/** What a runtime loads for the first request of a kind (20 MB for `fetch`) is no backlog. */
function readOne(contender: Contender, workload: StoppedWorkload): Promise<void> {
  return contender.read({ ...workload, kind: "read", look: "records", records: 1 }, new LatencyLog());
}

function work(contender: Contender, workload: Workload, log: LatencyLog): Promise<void> {
  switch (workload.kind) {
    case "read":
      return contender.read(workload, log);
    case "append":
      return contender.append(workload, log);
    case "produce":
      return contender.produce(workload, log);
    case "paced":
      return contender.paced(workload, log);
    case "stopped":
      return contender.stopped(workload);
  }
}
