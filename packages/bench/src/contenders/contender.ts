import type { LatencyLog } from "../client/latency-log.js";
import type { AppendWorkload, PacedWorkload, ProduceWorkload, ReadWorkload, StoppedWorkload } from "../workload.js";

/** Who is measured. `raw` moves the same bytes with what Node has and looks at nothing: the limit. */
export type ContenderName = "raw" | "official" | "ours";

/** Where a client finds its stream. */
export interface Target {
  readonly url: string;
  readonly basin: string;
  /** The sequence number that reads start from. */
  readonly firstSeqNum: number;
}

/**
 * One way to do the work. Each method rejects unless all `records` of the workload were read or acknowledged.
 * Latencies are from the request to the first record, or from handing a batch over to its acknowledgement.
 */
export interface Contender {
  read(workload: ReadWorkload, log: LatencyLog): Promise<void>;
  append(workload: AppendWorkload, log: LatencyLog): Promise<void>;
  produce(workload: ProduceWorkload, log: LatencyLog): Promise<void>;
  paced(workload: PacedWorkload, log: LatencyLog): Promise<void>;
  stopped(workload: StoppedWorkload): Promise<void>;
}

/** @throws When not all of the work was done. */
export function checkDone(done: number, expected: number, what: string): void {
  if (done !== expected) throw new Error(`${done} ${what} in place of ${expected}`);
}
