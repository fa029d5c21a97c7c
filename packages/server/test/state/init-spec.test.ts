import { describe, expect, test } from "vitest";
import { startServer } from "../../src/index.js";
import { parseDurationSeconds } from "../../src/state/duration.js";
import { http } from "../harness.js";

describe("durations", () => {
  test.for([
    ["7days", 604_800n],
    ["7d", 604_800n],
    ["1w", 604_800n],
    ["2h 30m", 9_000n],
    ["2h30m", 9_000n],
    ["90s", 90n],
    ["1 day 1 hour", 90_000n],
    ["1500ms", 1n],
    ["1M", 2_630_016n],
    ["1y", 31_557_600n],
  ] as const)("%s", ([text, seconds]) => {
    expect(parseDurationSeconds(text)).toBe(seconds);
  });

  test.for(["", "7", "d", "7 parsecs", "-1d", "1.5h", "1d x"])("refuses %j", (text) => {
    expect(() => parseDurationSeconds(text)).toThrow("invalid duration");
  });
});

describe("an init file", () => {
  const start = (value: unknown) => startServer({ initFile: JSON.stringify(value) });

  test("creates basins and streams with all settings", async () => {
    await using server = await start({
      $schema: "ignored",
      basins: [
        {
          name: "init-basin",
          config: {
            create_stream_on_append: true,
            stream_cipher: "aegis-256",
            default_stream_config: { retention_policy: "Infinite", delete_on_empty: { min_age: "1day" } },
          },
          streams: [
            {
              name: "events",
              config: { storage_class: "standard", timestamping: { mode: "arrival", uncapped: true } },
            },
          ],
        },
      ],
    });
    const basin = (await http(server, "GET", "/v1/basins/init-basin")).json;
    expect(basin).toEqual({
      default_stream_config: {
        storage_class: null,
        retention_policy: { infinite: {} },
        timestamping: null,
        delete_on_empty: { min_age_secs: 86_400 },
      },
      stream_cipher: "aegis-256",
      create_stream_on_append: true,
      create_stream_on_read: false,
    });
    const stream = await http(server, "GET", "/v1/streams/events", { headers: { "s2-basin": "init-basin" } });
    expect(stream.json).toEqual({
      storage_class: "standard",
      retention_policy: { infinite: {} },
      timestamping: { mode: "arrival", uncapped: true },
      delete_on_empty: { min_age_secs: 86_400 },
    });
  });

  test("may be empty", async () => {
    await using server = await start({});
    expect((await http(server, "GET", "/v1/basins")).json.basins).toEqual([]);
  });

  test.for([
    ["an unknown key", { basins: [{ name: "init-basin", colour: "red" }] }],
    ["a basin twice", { basins: [{ name: "init-basin" }, { name: "init-basin" }] }],
    ["a stream twice", { basins: [{ name: "init-basin", streams: [{ name: "s" }, { name: "s" }] }] }],
    [
      "an age of zero",
      { basins: [{ name: "init-basin", config: { default_stream_config: { retention_policy: "0s" } } }] },
    ],
    [
      "a duration that is none",
      { basins: [{ name: "init-basin", config: { default_stream_config: { retention_policy: "soon" } } }] },
    ],
    ["a basin name that is too short", { basins: [{ name: "init" }] }],
    ["a stream without a name", { basins: [{ name: "init-basin", streams: [{}] }] }],
    ["a list in place of an object", []],
  ] as const)("with %s keeps the server from starting", async ([, spec]) => {
    await expect(start(spec)).rejects.toThrow();
  });
});
