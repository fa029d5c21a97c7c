import { describe, expect, test } from "vitest";
import { formatDuration, parseDuration } from "../../src/resources/duration.js";

describe("a duration", () => {
  test.for<[string, number | bigint]>([
    ["7days", 604_800],
    ["1week", 604_800],
    ["2h 30m", 9_000],
    ["2h30m", 9_000],
    ["1h 1 m", 3_660],
    ["90s", 90],
    ["1s 1s", 2],
    [" 1 h ", 3_600],
    ["1d\u00a02h", 93_600],
    ["1.5h", 5_400],
    ["1.5 h", 5_400],
    ["0.5m", 30],
    ["0", 0],
    ["0s", 0],
    ["500ms", 0],
    ["1500ms", 1],
    ["0.5s 0.5s", 1],
    ["999999us 1000ns", 1],
    ["1µs", 0],
    ["1M", 2_630_016],
    ["2months", 5_260_032],
    ["1y", 31_557_600],
    ["9007199254740993s", 9007199254740993n],
    ["18446744073709551615s", 18446744073709551615n],
  ])("of %j is %i seconds", ([text, seconds]) => {
    expect(parseDuration(text, "age")).toBe(seconds);
  });

  test.for([
    "",
    "  ",
    "5",
    "00",
    "h",
    "1H",
    "1mo",
    "-1s",
    "1h,2m",
    "1.s",
    ".5s",
    "1e3s",
    "1h -1m",
    "nan",
    "infinite",
    "0.5ns",
    "0.0001h",
    "1.0000000000001s",
    "18446744073709551616s",
    "300000000000000000d",
  ])("cannot be %j", (text) => {
    expect(() => parseDuration(text, "age")).toThrow(
      expect.objectContaining({
        code: "invalid_argument",
        field: "age",
        rawMessage: expect.stringContaining(JSON.stringify(text)),
      }),
    );
  });

  test.for<[number | bigint, string]>([
    [0, "0s"],
    [59, "59s"],
    [5_400, "1h 30m"],
    [604_800, "7d"],
    [93_784, "1d 2h 3m 4s"],
    [18446744073709551615n, "213503982334601d 7h 15s"],
  ])("of %i seconds is printed as what is read as the same", ([seconds, text]) => {
    expect(formatDuration(seconds)).toBe(text);
    expect(parseDuration(text, "age")).toBe(seconds);
  });
});
