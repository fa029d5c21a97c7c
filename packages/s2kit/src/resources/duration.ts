import { MAX_U64, type U64, UsageError } from "@s2kit/core";
import { compactU64 } from "@s2kit/core/internal";

const SECOND = 1_000_000_000n;
const HOUR = 3_600_000_000_000n;

/** Nanoseconds of every unit that people write, by its names. A month is 30.44 days, a year 365.25. */
const UNITS: readonly (readonly [names: string, nanos: bigint])[] = [
  ["nanos nsec ns", 1n],
  ["usec us µs", 1_000n],
  ["millis msec ms", 1_000_000n],
  ["seconds second secs sec s", SECOND],
  ["minutes minute mins min m", 60_000_000_000n],
  ["hours hour hrs hr h", HOUR],
  ["days day d", 86_400_000_000_000n],
  ["weeks week wks wk w", 604_800_000_000_000n],
  ["months month M", 2_630_016_000_000_000n],
  ["years year yrs yr y", 31_557_600_000_000_000n],
];

const SPAN = /\s*(\d+)(?:\.(\d+))?\s*([a-zA-Zµ]+)\s*/y;

/**
 * Reads a duration as people write it: `7days`, `2h 30m`, `1.5h`; `0` stands alone.
 *
 * @returns Whole seconds; a rest below a second is dropped.
 * @throws `invalid_argument` for anything else, and beyond 2^64 − 1 seconds.
 */
export function parseDuration(text: string, field: string): U64 {
  if (text === "0") return 0;
  const refuse = (why: string): UsageError =>
    new UsageError(
      field,
      `${field} must be a duration such as "7days" or "2h 30m", got ${JSON.stringify(text)}: ${why}`,
    );
  let nanos = 0n;
  let position = 0;
  while (position < text.length) {
    SPAN.lastIndex = position;
    const [span, whole, fraction = "", name] = SPAN.exec(text) ?? [];
    if (span === undefined || whole === undefined || name === undefined) throw refuse("a number and a unit are needed");
    const unit = UNITS.find(([names]) => names.split(" ").includes(name))?.[1];
    if (unit === undefined) throw refuse(`there is no unit ${name}`);
    const scaled = BigInt(whole + fraction) * unit;
    const scale = 10n ** BigInt(fraction.length);
    // As precise as the form allows: seconds for hours and more, nanoseconds below.
    if (scaled % (scale * (fraction !== "" && unit >= HOUR ? SECOND : 1n)) !== 0n) throw refuse("it is too precise");
    nanos += scaled / scale;
    position = SPAN.lastIndex;
  }
  if (position === 0) throw refuse("it is empty");
  const seconds = nanos / SECOND;
  if (seconds > MAX_U64) throw refuse("it is more than 2^64 − 1 seconds");
  return compactU64(seconds);
}

const PRINTED = [
  [86_400n, "d"],
  [3600n, "h"],
  [60n, "m"],
  [1n, "s"],
] as const;

/** Writes seconds in the form that {@link parseDuration} reads. */
export function formatDuration(seconds: U64): string {
  let rest = BigInt(seconds);
  const spans: string[] = [];
  for (const [size, unit] of PRINTED) {
    if (rest >= size) spans.push(`${rest / size}${unit}`);
    rest %= size;
  }
  return spans.length === 0 ? "0s" : spans.join(" ");
}
