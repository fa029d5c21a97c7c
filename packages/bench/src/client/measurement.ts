import type { ContenderName, Target } from "../contenders/contender.js";
import type { Workload } from "../workload.js";
import type { Latency } from "./latency-log.js";

/** What a client process is to do. */
export interface ClientTask {
  readonly contender: ContenderName;
  readonly target: Target;
  readonly workload: Workload;
  /** Records of the same workload before anything is measured; 0 for none. */
  readonly warmUpRecords: number;
}

/** What a client process found out. */
export interface Measurement {
  readonly records: number;
  /** User and system time of the client process for the work, in microseconds. */
  readonly cpuUs: number;
  readonly wallMs: number;
  readonly latencyMs: Latency | undefined;
  /** Resident before the work, warm-up included, with the library loaded; and at most so far. */
  readonly idleBytes: number;
  readonly peakBytes: number;
}
