import type { ContenderName } from "./contenders/contender.js";
import type { Workload } from "./workload.js";

/** What a cell's figure is held against. */
export interface Goal {
  /** Which figure must not exceed what: CPU µs a record, or times that of another contender or cell. */
  readonly text: string;
  /** Whether it is met; `undefined` when what it compares with was not measured. */
  readonly met: (figures: Figures) => boolean | undefined;
}

/** CPU µs a record and records a second of what was measured. */
export interface Figures {
  cpuUs(contender: ContenderName, cell?: string): number | undefined;
  recordsPerSec(contender: ContenderName): number | undefined;
}

/** One row of the table. */
export interface Cell {
  readonly name: string;
  readonly title: string;
  readonly workload: Workload;
  readonly warmUpRecords: number;
  readonly contenders: readonly ContenderName[];
  /** S2 lite serves no HTTP/1.1 sessions faster than it makes them, so that these run against the bench's server only. */
  readonly onLite: boolean;
  readonly goal?: Goal | undefined;
}

const ALL: readonly ContenderName[] = ["raw", "official", "ours"];
const WITHOUT_OFFICIAL: readonly ContenderName[] = ["raw", "ours"];

const SMALL = { bodyBytes: 100, headers: 0 } as const;
const LARGE = { bodyBytes: 10_240, headers: 1 } as const;

/** The cells that compare CPU per record. */
export const CELLS: readonly Cell[] = [
  {
    name: "read-100-records",
    title: "read 100 B, bytes, record by record",
    workload: { kind: "read", transport: "http2", look: "records", ...SMALL, records: 3_000_000 },
    warmUpRecords: 1_000_000,
    contenders: ALL,
    onLite: true,
    goal: atMostCpuUs(0.35),
  },
  {
    name: "read-100-batches",
    title: "read 100 B, batches, every body taken",
    workload: { kind: "read", transport: "http2", look: "batches", ...SMALL, records: 3_000_000 },
    warmUpRecords: 1_000_000,
    contenders: WITHOUT_OFFICIAL,
    onLite: true,
    goal: atMostCpuUs(0.25),
  },
  {
    name: "read-100-batch-ends",
    title: "read 100 B, batches, records left alone",
    workload: { kind: "read", transport: "http2", look: "batch-ends", ...SMALL, records: 3_000_000 },
    warmUpRecords: 1_000_000,
    contenders: WITHOUT_OFFICIAL,
    onLite: true,
    goal: atMostCpuUs(0.25),
  },
  {
    name: "read-100-text",
    title: "read 100 B, text of every record taken",
    workload: { kind: "read", transport: "http2", look: "text", ...SMALL, records: 3_000_000 },
    warmUpRecords: 1_000_000,
    contenders: ALL,
    onLite: true,
    goal: atMostCpuUs(0.5),
  },
  {
    name: "read-10k",
    title: "read 10 KiB + 1 header",
    workload: { kind: "read", transport: "http2", look: "records", ...LARGE, records: 180_000 },
    warmUpRecords: 60_000,
    contenders: ALL,
    onLite: true,
    goal: atMostTimesRaw(1.3),
  },
  {
    name: "append-100-by-1000",
    title: "append session, 100 B, batches of 1000",
    workload: { kind: "append", bodies: "text", batchRecords: 1000, ...SMALL, records: 3_000_000 },
    warmUpRecords: 1_000_000,
    contenders: ALL,
    onLite: true,
    goal: atMostCpuUs(0.25),
  },
  {
    name: "append-10k-bytes",
    title: "append session, 10 KiB + 1 header, bytes",
    workload: { kind: "append", bodies: "bytes", batchRecords: 100, ...LARGE, records: 180_000 },
    warmUpRecords: 60_000,
    contenders: ALL,
    onLite: true,
    goal: atMostTimesRaw(1.5),
  },
  {
    name: "append-10k-text",
    title: "append session, 10 KiB + 1 header, text",
    workload: { kind: "append", bodies: "text", batchRecords: 100, ...LARGE, records: 180_000 },
    warmUpRecords: 60_000,
    contenders: ALL,
    onLite: true,
    goal: atMostTimesRaw(1.5),
  },
  {
    name: "append-100-by-1",
    title: "append session, one 100 B record a batch",
    workload: { kind: "append", bodies: "text", batchRecords: 1, ...SMALL, records: 200_000 },
    warmUpRecords: 60_000,
    contenders: ALL,
    onLite: true,
    goal: atLeastTimesOfficialSpeed(3),
  },
  {
    name: "produce-100",
    title: "producer, 100 B, an ack looked at for each record",
    workload: { kind: "produce", ...SMALL, records: 1_000_000 },
    warmUpRecords: 300_000,
    contenders: ALL,
    onLite: true,
    goal: atMostCpuUs(1),
  },
  {
    name: "sse-1000",
    title: "SSE read, 1 KB",
    workload: { kind: "read", transport: "sse", look: "text", bodyBytes: 1000, headers: 0, records: 400_000 },
    warmUpRecords: 150_000,
    contenders: ALL,
    onLite: false,
    goal: atLeastTimesOfficialSpeed(8),
  },
  {
    name: "fetch-100",
    title: "fetch (S2S) read, 100 B, record by record",
    workload: { kind: "read", transport: "fetch", look: "records", ...SMALL, records: 3_000_000 },
    warmUpRecords: 1_000_000,
    contenders: WITHOUT_OFFICIAL,
    onLite: false,
    goal: {
      text: "≤ 1.5 x our http2",
      met: (figures) => atMost(figures.cpuUs("ours"), times(figures.cpuUs("ours", "read-100-records"), 1.5)),
    },
  },
];

function atMostCpuUs(limit: number): Goal {
  return { text: `≤ ${limit} µs`, met: (figures) => atMost(figures.cpuUs("ours"), limit) };
}

function atMostTimesRaw(factor: number): Goal {
  return {
    text: `≤ ${factor} x raw`,
    met: (figures) => atMost(figures.cpuUs("ours"), times(figures.cpuUs("raw"), factor)),
  };
}

function atLeastTimesOfficialSpeed(factor: number): Goal {
  return {
    text: `≥ ${factor} x official records/s`,
    met: (figures) => atMost(times(figures.recordsPerSec("official"), factor), figures.recordsPerSec("ours")),
  };
}

function times(value: number | undefined, factor: number): number | undefined {
  return value === undefined ? undefined : value * factor;
}

function atMost(value: number | undefined, limit: number | undefined): boolean | undefined {
  return value === undefined || limit === undefined ? undefined : value <= limit;
}
