import { describe, expect, test } from "vitest";
import {
  type BasinConfig,
  type BasinReconfiguration,
  MAX_U64,
  S2,
  type StreamConfig,
  type StreamReconfiguration,
} from "../../src/index.js";
import { scriptedFetch } from "../support/scripted-fetch.js";

const basinInfo = { name: "my-basin", created_at: "2026-01-01T00:00:00Z" };

/** Sends through a client whose service answers everything with `body`. */
async function exchange<T>(body: unknown, call: (s2: S2) => Promise<T>, headers = {}, status = 200) {
  const { fetch, sent } = scriptedFetch({ status, body, headers });
  const result = await call(new S2({ accessToken: "token", fetch }));
  return { result, sent: sent[0] };
}

describe("what is sent", () => {
  test.for<[string, StreamConfig, string]>([
    ["nothing", {}, "{}"],
    ["undefined members", { storageClass: undefined, timestamping: undefined }, "{}"],
    ["an open word", { storageClass: "new" }, '{"storage_class":"new"}'],
    ["an age", { retentionPolicy: { ageSecs: 60 } }, '{"retention_policy":{"age":60}}'],
    ["an exact age", { retentionPolicy: { ageSecs: MAX_U64 } }, '{"retention_policy":{"age":18446744073709551615}}'],
    ["infinity", { retentionPolicy: "infinite" }, '{"retention_policy":{"infinite":{}}}'],
    ["half a timestamping", { timestamping: { uncapped: false } }, '{"timestamping":{"uncapped":false}}'],
    ["an unknown mode", { timestamping: { mode: "new" } }, '{"timestamping":{"mode":"new"}}'],
    ["an empty deletion", { deleteOnEmpty: {} }, '{"delete_on_empty":{}}'],
    [
      "a deletion",
      { deleteOnEmpty: { minAgeSecs: 2n ** 53n + 1n } },
      '{"delete_on_empty":{"min_age_secs":9007199254740993}}',
    ],
  ])("for a stream with %s is the bare configuration", async ([, config, json]) => {
    const streams = (s2: S2) => s2.basin("my-basin").streams;
    const { sent } = await exchange(basinInfo, (s2) => streams(s2).ensure({ stream: "a/b", config }));
    expect(sent).toMatchObject({ method: "PUT", target: "/streams/a%2Fb", body: json });
    expect(sent?.headers.get("content-type")).toMatch(/^application\/json/);
    const created = await exchange(basinInfo, (s2) => streams(s2).create({ stream: "a/b", config }));
    expect(created.sent).toMatchObject({
      method: "POST",
      target: "/streams",
      body: `{"stream":"a/b","config":${json}}`,
    });
  });

  test.for<[string, StreamReconfiguration, string]>([
    ["nothing", {}, "{}"],
    ["undefined members", { retentionPolicy: undefined }, "{}"],
    [
      "null everywhere",
      { storageClass: null, retentionPolicy: null, timestamping: null, deleteOnEmpty: null },
      '{"storage_class":null,"retention_policy":null,"timestamping":null,"delete_on_empty":null}',
    ],
    [
      "null inside",
      { timestamping: { mode: null, uncapped: null }, deleteOnEmpty: { minAgeSecs: null } },
      '{"timestamping":{"mode":null,"uncapped":null},"delete_on_empty":{"min_age_secs":null}}',
    ],
    [
      "values",
      { timestamping: { mode: "arrival" }, deleteOnEmpty: { minAgeSecs: 0 } },
      '{"timestamping":{"mode":"arrival"},"delete_on_empty":{"min_age_secs":0}}',
    ],
  ])("for changes of a stream with %s tells absent, null and value apart", async ([, changes, json]) => {
    const { sent } = await exchange({}, (s2) => s2.basin("my-basin").streams.reconfigure("s", changes));
    expect(sent).toMatchObject({ method: "PATCH", target: "/streams/s", body: json });
  });

  test("for changes of a basin tells absent, null and value apart", async () => {
    const changes = { streamCipher: null, createStreamOnRead: false, defaultStreamConfig: { storageClass: null } };
    const { sent } = await exchange({}, (s2) => s2.basins.reconfigure("my-basin", changes));
    expect(sent).toMatchObject({ method: "PATCH", target: "/basins/my-basin" });
    expect(JSON.parse(sent?.body ?? "")).toEqual({
      stream_cipher: null,
      create_stream_on_read: false,
      default_stream_config: { storage_class: null },
    });
  });

  test("for an ensure without configuration is no body at all", async () => {
    const basin = await exchange(basinInfo, (s2) => s2.basins.ensure({ basin: "my-basin" }));
    const stream = await exchange(basinInfo, (s2) => s2.basin("my-basin").streams.ensure({ stream: "s" }));
    for (const { sent } of [basin, stream]) {
      expect(sent?.body).toBe("");
      expect(sent?.headers.has("content-type")).toBe(false);
    }
  });

  test("for an ensure of a basin is what is given", async () => {
    const { sent } = await exchange(basinInfo, (s2) =>
      s2.basins.ensure({ basin: "my-basin", config: {}, location: "here" }),
    );
    expect(sent).toMatchObject({ method: "PUT", target: "/basins/my-basin", body: '{"config":{},"location":"here"}' });
  });

  test("for a new default location is its name as JSON", async () => {
    const location = { name: "here", is_private: false };
    const { sent } = await exchange(location, (s2) => s2.locations.setDefault("here"));
    expect(sent).toMatchObject({ method: "PUT", target: "/locations/default", body: '"here"' });
  });

  test("for metrics of a stream names both in the path of the account's endpoint", async () => {
    const range = { start: 1, end: 2 };
    const { sent } = await exchange({ values: [] }, (s2) =>
      s2.metrics.stream("my-basin", "a/b", { set: "storage", ...range }),
    );
    expect(sent?.target).toBe("/metrics/my-basin/a%2Fb?set=storage&start=1&end=2");
    expect(sent?.headers.has("s2-basin")).toBe(false);
  });

  test("for a token's end is a time in UTC", async () => {
    const expiresAt = new Date(Date.UTC(2030, 0, 2, 3, 4, 5, 6));
    const { sent } = await exchange({ access_token: "x" }, (s2) =>
      s2.accessTokens.issue({ id: "t", scope: { ops: ["read"] }, expiresAt, autoPrefixStreams: false }),
    );
    expect(JSON.parse(sent?.body ?? "")).toEqual({
      id: "t",
      scope: { ops: ["read"] },
      auto_prefix_streams: false,
      expires_at: "2030-01-02T03:04:05.006Z",
    });
  });
});

describe("what is refused before anything is sent", () => {
  const nothing = { code: "invalid_argument" };

  test.for<[string, unknown, string]>([
    ["a configuration that is no object", "standard", "config"],
    ["a list", [], "config"],
    ["a setting that does not exist", { storage_class: "standard" }, "config.storage_class"],
    ["a storage class that is no text", { storageClass: 1 }, "config.storageClass"],
    ["an empty storage class", { storageClass: "" }, "config.storageClass"],
    ["a retention in words", { retentionPolicy: "forever" }, "config.retentionPolicy"],
    ["a retention of 0", { retentionPolicy: { ageSecs: 0 } }, "config.retentionPolicy.ageSecs"],
    ["a retention of 0 as a bigint", { retentionPolicy: { ageSecs: 0n } }, "config.retentionPolicy.ageSecs"],
    ["a negative retention", { retentionPolicy: { ageSecs: -1 } }, "config.retentionPolicy.ageSecs"],
    ["a fraction", { retentionPolicy: { ageSecs: 1.5 } }, "config.retentionPolicy.ageSecs"],
    ["an inexact number", { retentionPolicy: { ageSecs: 2 ** 53 } }, "config.retentionPolicy.ageSecs"],
    ["more than a u64", { retentionPolicy: { ageSecs: MAX_U64 + 1n } }, "config.retentionPolicy.ageSecs"],
    ["a retention of the wire", { retentionPolicy: { age: 1 } }, "config.retentionPolicy.age"],
    ["uncapped as a number", { timestamping: { uncapped: 1 } }, "config.timestamping.uncapped"],
    ["a mode that is no text", { timestamping: { mode: true } }, "config.timestamping.mode"],
    ["a timestamping that does not exist", { timestamping: { capped: true } }, "config.timestamping.capped"],
    ["a negative minimum", { deleteOnEmpty: { minAgeSecs: -1 } }, "config.deleteOnEmpty.minAgeSecs"],
    ["null", { storageClass: null }, "config.storageClass"],
  ])("in a stream's configuration: %s", async ([, config, field]) => {
    const { fetch, sent } = scriptedFetch();
    const streams = new S2({ accessToken: "token", fetch }).basin("my-basin").streams;
    const options = { stream: "s", config: config as StreamConfig };
    await expect(streams.create(options)).rejects.toMatchObject({ ...nothing, field });
    await expect(streams.ensure(options)).rejects.toMatchObject({ ...nothing, field });
    expect(sent).toEqual([]);
  });

  test.for<[string, unknown, string]>([
    ["null for a flag on append", { createStreamOnAppend: null }, "changes.createStreamOnAppend"],
    ["null for a flag on read", { createStreamOnRead: null }, "changes.createStreamOnRead"],
    ["a cipher that is no text", { streamCipher: 1 }, "changes.streamCipher"],
    [
      "a retention of 0",
      { defaultStreamConfig: { retentionPolicy: { ageSecs: 0 } } },
      "changes.defaultStreamConfig.retentionPolicy.ageSecs",
    ],
    ["a setting that does not exist", { config: {} }, "changes.config"],
    ["nothing at all", undefined, "changes"],
  ])("in changes of a basin: %s", async ([, changes, field]) => {
    const { fetch, sent } = scriptedFetch();
    const { basins } = new S2({ accessToken: "token", fetch });
    const reconfiguring = basins.reconfigure("my-basin", changes as BasinReconfiguration);
    await expect(reconfiguring).rejects.toMatchObject({ ...nothing, field });
    expect(sent).toEqual([]);
  });

  test("in a basin's configuration: a flag that is no flag", async () => {
    const { basins } = new S2({ accessToken: "token", fetch: scriptedFetch().fetch });
    const config = { createStreamOnAppend: "yes" } as unknown as BasinConfig;
    await expect(basins.create({ basin: "my-basin", config })).rejects.toMatchObject({
      ...nothing,
      field: "config.createStreamOnAppend",
      rawMessage: 'config.createStreamOnAppend must be true or false, got "yes"',
    });
  });
});

describe("what is received", () => {
  test("lets words of the future pass", async () => {
    const wire = {
      storage_class: "new",
      timestamping: { mode: "newer" },
      retention_policy: { phase: "moon" },
      other: 1,
    };
    const { result } = await exchange(wire, (s2) => s2.basin("my-basin").streams.getConfig("s"));
    expect(result).toEqual({
      storageClass: "new",
      timestamping: { mode: "newer" },
      retentionPolicy: { phase: "moon" },
    });
  });

  test("leaves out what is not set", async () => {
    const unset = { storage_class: null, retention_policy: null, timestamping: null, delete_on_empty: null };
    const wire = { default_stream_config: unset, stream_cipher: null };
    const { result } = await exchange(wire, (s2) => s2.basins.getConfig("my-basin"));
    expect(result).toEqual({ defaultStreamConfig: {}, createStreamOnAppend: false, createStreamOnRead: false });
  });

  test("holds every age exactly, as a number where it is one", async () => {
    const { fetch } = rawAnswer('{"retention_policy":{"age":9007199254740993},"delete_on_empty":{"min_age_secs":60}}');
    const config = await new S2({ accessToken: "token", fetch }).basin("my-basin").streams.getConfig("s");
    expect(config).toEqual({ retentionPolicy: { ageSecs: 9007199254740993n }, deleteOnEmpty: { minAgeSecs: 60 } });
  });

  test("reads times to the millisecond, however precise they are", async () => {
    const wire = { name: "my-basin", created_at: "2026-01-02T03:04:05.123999999Z", deleted_at: "2026-01-02T03:04:05Z" };
    const { result } = await exchange(wire, (s2) => s2.basins.create({ basin: "my-basin" }));
    expect(result.createdAt.toISOString()).toBe("2026-01-02T03:04:05.123Z");
    expect(result.deletedAt?.toISOString()).toBe("2026-01-02T03:04:05.000Z");
  });

  test("fails with protocol_error for a time that is none", async () => {
    const creating = exchange({ ...basinInfo, created_at: "soon" }, (s2) => s2.basins.create({ basin: "my-basin" }));
    await expect(creating).rejects.toMatchObject({ code: "protocol_error" });
  });

  test.for([
    ["created", 200, "created"],
    ["updated", 201, "updated"],
    ["noop", 200, "noop"],
    ["something new", 201, "created"],
    [undefined, 201, "created"],
    [undefined, 200, "updated"],
  ] as const)("says for the header %s and status %i that it was %s", async ([header, status, outcome]) => {
    const headers = header === undefined ? {} : { "s2-provision-result": header };
    const basin = await exchange(basinInfo, (s2) => s2.basins.ensure({ basin: "my-basin" }), headers, status);
    expect(basin.result).toEqual({ result: outcome, info: { name: "my-basin", createdAt: new Date("2026-01-01") } });
    const stream = await exchange(
      basinInfo,
      (s2) => s2.basin("my-basin").streams.ensure({ stream: "s" }),
      headers,
      status,
    );
    expect(stream.result.result).toBe(outcome);
  });

  test("tells every kind of metric, and shows what is unknown as it came", async () => {
    const values = [
      { scalar: { name: "one", unit: "usd", value: 1.5 } },
      { accumulation: { name: "sum", unit: "operations", interval: "week", values: [[60, 2]] } },
      { gauge: { name: "level", unit: "parsecs", values: [[0, 3]] } },
      { label: { name: "names", values: ["a"] } },
      { histogram: { name: "new" } },
    ];
    const { result } = await exchange({ values }, (s2) => s2.metrics.account({ set: "of the future" }));
    expect(result).toEqual([
      { kind: "scalar", name: "one", unit: "usd", value: 1.5 },
      {
        kind: "accumulation",
        name: "sum",
        unit: "operations",
        interval: "week",
        values: [{ time: new Date(60_000), value: 2 }],
      },
      { kind: "gauge", name: "level", unit: "parsecs", values: [{ time: new Date(0), value: 3 }] },
      { kind: "label", name: "names", values: ["a"] },
      { kind: "unknown", raw: { histogram: { name: "new" } } },
    ]);
  });

  test("holds a metric above 2^53 as the nearest number", async () => {
    const { fetch } = rawAnswer('{"values":[{"scalar":{"name":"n","unit":"bytes","value":9007199254740993}}]}');
    const [metric] = await new S2({ accessToken: "token", fetch }).metrics.account({ set: "future" });
    expect(metric).toMatchObject({ value: 2 ** 53 });
  });
});

/** Answers with this very text: `JSON.stringify` could not write its numbers. */
function rawAnswer(text: string): { fetch: typeof fetch } {
  return { fetch: async () => new Response(text, { headers: { "content-type": "application/json" } }) };
}
