/** Width of a point of a series. */
export type Interval = "minute" | "hour" | "day";

export const SECONDS_PER_INTERVAL: Readonly<Record<Interval, number>> = { minute: 60, hour: 3_600, day: 86_400 };

/** One point: when its interval begins, in seconds since the Unix epoch, and its value. */
export type Point = readonly [epochSeconds: number, value: number];

/** Which part of a series is wanted, in seconds since the Unix epoch; the end is exclusive. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Things that add up, kept by the minute. */
export class Counter {
  readonly #byMinute = new Map<number, number>();

  add(amount: number, nowMs: number): void {
    const minute = floorTo(nowMs / 1000, SECONDS_PER_INTERVAL.minute);
    this.#byMinute.set(minute, (this.#byMinute.get(minute) ?? 0) + amount);
  }

  /** What was added in each interval of the range; intervals in which nothing was are left out. */
  points({ start, end }: Range, interval: Interval): Point[] {
    const sums = new Map<number, number>();
    for (const [minute, amount] of this.#byMinute) {
      if (minute < start || minute >= end) continue;
      const begin = floorTo(minute, SECONDS_PER_INTERVAL[interval]);
      sums.set(begin, (sums.get(begin) ?? 0) + amount);
    }
    return [...sums].sort(byTime);
  }
}

/** A level that goes up and down, kept as it was at the end of each minute in which it changed. */
export class Gauge {
  readonly #byMinute = new Map<number, number>();

  set(value: number, nowMs: number): void {
    this.#byMinute.set(floorTo(nowMs / 1000, SECONDS_PER_INTERVAL.minute), value);
  }

  /** The level at the end of each interval of the range that has begun, from the first observation on. */
  points({ start, end }: Range, interval: Interval, nowMs: number): Point[] {
    const width = SECONDS_PER_INTERVAL[interval];
    const changes = [...this.#byMinute].sort(byTime);
    const points: Point[] = [];
    let next = 0;
    let level: number | undefined;
    const last = Math.min(end - 1, Math.floor(nowMs / 1000));
    const begin = Math.max(floorTo(start, width), floorTo(changes[0]?.[0] ?? last + 1, width));
    for (let at = begin; at <= last; at += width) {
      for (; next < changes.length && changes[next]![0] < at + width; next++) level = changes[next]![1];
      if (level !== undefined && at >= start) points.push([at, level]);
    }
    return points;
  }
}

/** Adds several series up, point by point. */
export function sumPoints(series: readonly (readonly Point[])[]): Point[] {
  const sums = new Map<number, number>();
  for (const [at, value] of series.flat()) sums.set(at, (sums.get(at) ?? 0) + value);
  return [...sums].sort(byTime);
}

function floorTo(value: number, width: number): number {
  return Math.floor(value / width) * width;
}

function byTime(left: Point, right: Point): number {
  return left[0] - right[0];
}
