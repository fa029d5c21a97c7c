import { levelOf, type Operation } from "../access/operation.js";
import type { Clock } from "../clock.js";
import { compareNames } from "../model/names.js";
import { Counter, Gauge, type Interval, type Point, type Range, sumPoints } from "./time-series.js";

/** How records were read. */
export type ReadKind = "unary" | "streaming";

/** What one basin was used for. */
class BasinUsage {
  readonly operations = new Map<Operation, Counter>();
  readonly appendOperations = new Map<string, Counter>();
  readonly appendBytes = new Map<string, Counter>();
  readonly readOperations = new Map<ReadKind, Counter>();
  readonly readBytes = new Counter();
  readonly storedBytes = new Map<string, Gauge>();
}

/** One named series. */
export interface Series {
  readonly name: string;
  readonly points: readonly Point[];
}

/** Counts what is done, so that the metrics endpoints tell what really happened. Outlives deleted streams and basins. */
export class UsageLedger {
  readonly #clock: Clock;
  readonly #accountOperations = new Map<Operation, Counter>();
  readonly #basins = new Map<string, BasinUsage>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** An operation was admitted; appends and reads are counted by the batch instead. */
  recordOperation(operation: Operation, basin: string | undefined): void {
    const isAccountLevel = levelOf(operation) === "account" || basin === undefined;
    const counters = isAccountLevel ? this.#accountOperations : this.#usage(basin).operations;
    this.#add(counters, operation, 1);
  }

  /** A batch was appended. @param storedBytes - Metered bytes that the stream holds now. */
  recordAppend(basin: string, stream: string, storageClass: string, meteredBytes: number, storedBytes: number): void {
    const usage = this.#usage(basin);
    this.#add(usage.appendOperations, storageClass, 1);
    this.#add(usage.appendBytes, storageClass, meteredBytes);
    this.recordStorage(basin, stream, storedBytes);
  }

  /** A stream holds this many metered bytes now. */
  recordStorage(basin: string, stream: string, storedBytes: number): void {
    const { storedBytes: gauges } = this.#usage(basin);
    const gauge = gauges.get(stream) ?? new Gauge();
    gauges.set(stream, gauge);
    gauge.set(storedBytes, this.#clock.now());
  }

  /** A batch was delivered to a reader. */
  recordRead(basin: string, kind: ReadKind, meteredBytes: number): void {
    const usage = this.#usage(basin);
    this.#add(usage.readOperations, kind, 1);
    usage.readBytes.add(meteredBytes, this.#clock.now());
  }

  /** Basins that held a stream with records at some time in the range. */
  activeBasins(range: Range): string[] {
    const isActive = ({ storedBytes }: BasinUsage): boolean =>
      [...storedBytes.values()].some((gauge) => gauge.points(range, "minute", this.#clock.now()).length > 0);
    return [...this.#basins].flatMap(([name, usage]) => (isActive(usage) ? [name] : [])).sort(compareNames);
  }

  accountOperations(range: Range, interval: Interval): Series[] {
    return seriesOf(this.#accountOperations, range, interval);
  }

  basinOperations(basin: string, range: Range, interval: Interval): Series[] {
    return seriesOf(this.#basins.get(basin)?.operations, range, interval);
  }

  /** Append batches, one series for each storage class. */
  appendOperations(basin: string, range: Range, interval: Interval): Series[] {
    return seriesOf(this.#basins.get(basin)?.appendOperations, range, interval);
  }

  /** Appended bytes, one series for each storage class. */
  appendThroughput(basin: string, range: Range, interval: Interval): Series[] {
    return seriesOf(this.#basins.get(basin)?.appendBytes, range, interval);
  }

  /** Delivered batches, one series for each way of reading. */
  readOperations(basin: string, range: Range, interval: Interval): Series[] {
    return seriesOf(this.#basins.get(basin)?.readOperations, range, interval);
  }

  readThroughput(basin: string, range: Range, interval: Interval): Series {
    return { name: "read", points: this.#basins.get(basin)?.readBytes.points(range, interval) ?? [] };
  }

  /** Stored bytes of a basin, or of one stream in it. */
  storage(basin: string, stream: string | undefined, range: Range, interval: Interval): Series {
    const gauges = this.#basins.get(basin)?.storedBytes ?? new Map<string, Gauge>();
    const wanted = stream === undefined ? [...gauges.values()] : [gauges.get(stream) ?? new Gauge()];
    const points = sumPoints(wanted.map((gauge) => gauge.points(range, interval, this.#clock.now())));
    return { name: "storage", points };
  }

  /** Basins of which anything is known. */
  get basinNames(): string[] {
    return [...this.#basins.keys()];
  }

  #usage(basin: string): BasinUsage {
    const usage = this.#basins.get(basin) ?? new BasinUsage();
    this.#basins.set(basin, usage);
    return usage;
  }

  #add<Name>(counters: Map<Name, Counter>, name: Name, amount: number): void {
    const counter = counters.get(name) ?? new Counter();
    counters.set(name, counter);
    counter.add(amount, this.#clock.now());
  }
}

function seriesOf(counters: ReadonlyMap<string, Counter> | undefined, range: Range, interval: Interval): Series[] {
  return [...(counters ?? [])]
    .map(([name, counter]) => ({ name, points: counter.points(range, interval) }))
    .filter(({ points }) => points.length > 0);
}
