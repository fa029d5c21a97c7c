import type { ContenderName } from "../contenders/contender.js";
import type { Figure } from "../run/median.js";
import type { ReadWorkload, Workload } from "../workload.js";

/** A measurement of memory or latency, with its limit for ours. */
export interface LimitCase {
  readonly name: string;
  readonly title: string;
  readonly workload: Workload;
  readonly warmUpRecords: number;
  readonly contenders: readonly ContenderName[];
  /** Milliseconds that each piece of data waits in each direction. */
  readonly latencyMs: number;
  readonly unit: string;
  readonly value: (figure: Figure) => number;
  readonly max: number;
}

const GiB = 1_073_741_824;
const LARGE = { bodyBytes: 10_240, headers: 1 } as const;
const RTT_MS = 50;
const ALL: readonly ContenderName[] = ["raw", "official", "ours"];

/** The others are measured over HTTP/2 only. */
const stopped = (transport: ReadWorkload["transport"]): LimitCase => ({
  name: transport === "http2" ? "memory-stopped" : `memory-stopped-${transport}`,
  title: `a consumer that stops before 300 MB, ${transport}`,
  workload: { kind: "stopped", transport, ...LARGE, pauseMs: 4000, records: Math.ceil(300_000_000 / LARGE.bodyBytes) },
  warmUpRecords: 0,
  contenders: transport === "http2" ? ALL : ["ours"],
  latencyMs: 0,
  unit: "MB RSS over idle",
  value: ({ growthMb }) => growthMb,
  max: 40,
});

export const LIMIT_CASES: readonly LimitCase[] = [
  {
    name: "memory-read",
    title: "read 1 GiB",
    workload: {
      kind: "read",
      transport: "http2",
      look: "records",
      ...LARGE,
      records: Math.ceil(GiB / LARGE.bodyBytes),
    },
    warmUpRecords: 0,
    contenders: ALL,
    latencyMs: 0,
    unit: "MB RSS over idle",
    value: ({ growthMb }) => growthMb,
    max: 60,
  },
  {
    name: "memory-append",
    title: "append 1 GiB",
    workload: {
      kind: "append",
      bodies: "bytes",
      batchRecords: 100,
      ...LARGE,
      records: Math.ceil(GiB / LARGE.bodyBytes),
    },
    warmUpRecords: 0,
    contenders: ALL,
    latencyMs: 0,
    unit: "MB RSS over idle",
    value: ({ growthMb }) => growthMb,
    max: 60,
  },
  stopped("http2"),
  stopped("fetch"),
  stopped("sse"),
  {
    name: "ack-latency",
    title: `mean ack latency, a batch every 5 ms, round trip ${RTT_MS} ms`,
    workload: { kind: "paced", bodyBytes: 100, headers: 0, intervalMs: 5, records: 400 },
    warmUpRecords: 50,
    contenders: ALL,
    latencyMs: RTT_MS / 2,
    unit: "round trips",
    value: ({ latencyMs }) => (latencyMs?.mean ?? Number.NaN) / RTT_MS,
    max: 1.1,
  },
];
