import { type Interval, type Point, type Range, SECONDS_PER_INTERVAL, sumPoints } from "./time-series.js";
import type { Series, UsageLedger } from "./usage-ledger.js";

const BYTES_PER_GIB = 1024 ** 3;
const HOURS_PER_MONTH = 730;

/** Invented rates in US dollars: enough for figures that move with use, not for matching an invoice. */
const USD = {
  perGibMonthStored: 0.05,
  perGibAppended: 0.05,
  perGibRead: 0.1,
  perThousandAppends: 0.005,
  perThousandReads: 0.0005,
};

/** What the use of an account would cost, one series for each dimension and one named `total`. Only full hours count. */
export function estimatedBillableUsage(
  ledger: UsageLedger,
  range: Range,
  interval: Exclude<Interval, "minute">,
  nowMs: number,
): Series[] {
  const hour = SECONDS_PER_INTERVAL.hour;
  const lastFullHour = Math.floor(nowMs / 1000 / hour) * hour;
  const finished: Range = { start: range.start, end: Math.min(range.end, lastFullHour) };
  const priced = (rate: number, read: (basin: string) => readonly Series[]): Point[] => {
    const points = sumPoints(ledger.basinNames.flatMap((basin) => read(basin).map((series) => series.points)));
    return points.map(([at, amount]) => [at, amount * rate]);
  };
  const dimensions: Series[] = [
    {
      name: "storage",
      points: priced(USD.perGibMonthStored / HOURS_PER_MONTH / BYTES_PER_GIB, (basin) => [
        ledger.storage(basin, undefined, finished, "hour"),
      ]),
    },
    {
      name: "append-throughput",
      points: priced(USD.perGibAppended / BYTES_PER_GIB, (basin) => ledger.appendThroughput(basin, finished, "hour")),
    },
    {
      name: "read-throughput",
      points: priced(USD.perGibRead / BYTES_PER_GIB, (basin) => [ledger.readThroughput(basin, finished, "hour")]),
    },
    {
      name: "append-ops",
      points: priced(USD.perThousandAppends / 1000, (basin) => ledger.appendOperations(basin, finished, "hour")),
    },
    {
      name: "read-ops",
      points: priced(USD.perThousandReads / 1000, (basin) => ledger.readOperations(basin, finished, "hour")),
    },
  ];
  const total: Series = { name: "total", points: sumPoints(dimensions.map(({ points }) => points)) };
  return [...dimensions, total].map(({ name, points }) => ({ name, points: gather(points, interval) }));
}

/** Adds hourly points up to wider ones. */
function gather(points: readonly Point[], interval: Interval): Point[] {
  const width = SECONDS_PER_INTERVAL[interval];
  return sumPoints(points.map(([at, value]) => [[Math.floor(at / width) * width, value] as const]));
}
