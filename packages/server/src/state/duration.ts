import { FormatError } from "../model/format-error.js";

const SECONDS_BY_UNIT: ReadonlyMap<string, number> = new Map(
  Object.entries({
    nsec: 1e-9,
    ns: 1e-9,
    usec: 1e-6,
    us: 1e-6,
    msec: 1e-3,
    ms: 1e-3,
    seconds: 1,
    second: 1,
    secs: 1,
    sec: 1,
    s: 1,
    minutes: 60,
    minute: 60,
    mins: 60,
    min: 60,
    m: 60,
    hours: 3_600,
    hour: 3_600,
    hrs: 3_600,
    hr: 3_600,
    h: 3_600,
    days: 86_400,
    day: 86_400,
    d: 86_400,
    weeks: 604_800,
    week: 604_800,
    wks: 604_800,
    wk: 604_800,
    w: 604_800,
    months: 2_630_016,
    month: 2_630_016,
    M: 2_630_016,
    years: 31_557_600,
    year: 31_557_600,
    yrs: 31_557_600,
    yr: 31_557_600,
    y: 31_557_600,
  }),
);

/**
 * Reads a duration as people write it: `7days`, `2h 30m`, `90s`.
 *
 * @returns Whole seconds; a rest below a second is dropped.
 * @throws `FormatError` when it is anything else.
 */
export function parseDurationSeconds(text: string): bigint {
  if (!/^(?:\s*[0-9]+\s*[A-Za-z]+)+\s*$/.test(text)) throw new FormatError(`invalid duration: ${text}`);
  let seconds = 0;
  for (const [, amount, unit] of text.matchAll(/([0-9]+)\s*([A-Za-z]+)/g)) {
    const factor = SECONDS_BY_UNIT.get(unit!);
    if (factor === undefined) throw new FormatError(`invalid duration: unknown unit ${unit}`);
    seconds += Number(amount) * factor;
  }
  return BigInt(Math.floor(seconds));
}
