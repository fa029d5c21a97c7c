import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseResources, type ResourceSpec } from "../../src/index.js";
import { isValid } from "../support/json-schema.js";

const schema = JSON.parse(readFileSync(new URL("../../resources.schema.json", import.meta.url), "utf8"));

/** A file with one basin of these members. */
const basin = (members: object): object => ({ basins: [{ name: "my-basin", ...members }] });
/** A file with one stream of this configuration. */
const stream = (config: unknown): object => basin({ streams: [{ name: "events", config }] });

const VALID: readonly (readonly [title: string, file: object, spec: ResourceSpec])[] = [
  ["nothing", {}, { basins: [] }],
  ["anything at the top", { $schema: "x", note: [1] }, { basins: [] }],
  ["a name alone", basin({}), { basins: [{ name: "my-basin", streams: [] }] }],
  ["null for what may be left out", basin({ config: null }), { basins: [{ name: "my-basin", streams: [] }] }],
  [
    "every setting of a basin",
    basin({
      config: {
        create_stream_on_append: true,
        create_stream_on_read: false,
        stream_cipher: "aegis-256",
        default_stream_config: {
          storage_class: "express",
          retention_policy: "7days",
          timestamping: { mode: "client-prefer", uncapped: false },
          delete_on_empty: { min_age: "1day" },
        },
      },
    }),
    {
      basins: [
        {
          name: "my-basin",
          config: {
            createStreamOnAppend: true,
            createStreamOnRead: false,
            streamCipher: "aegis-256",
            defaultStreamConfig: {
              storageClass: "express",
              retentionPolicy: { ageSecs: 604_800 },
              timestamping: { mode: "client-prefer", uncapped: false },
              deleteOnEmpty: { minAgeSecs: 86_400 },
            },
          },
          streams: [],
        },
      ],
    },
  ],
  [
    "null for every setting",
    stream({
      storage_class: null,
      retention_policy: null,
      timestamping: { mode: null },
      delete_on_empty: { min_age: null },
    }),
    { basins: [{ name: "my-basin", streams: [{ name: "events", config: { timestamping: {}, deleteOnEmpty: {} } }] }] },
  ],
  [
    "infinity in any case",
    stream({ retention_policy: "InFinite" }),
    { basins: [{ name: "my-basin", streams: [{ name: "events", config: { retentionPolicy: "infinite" } }] }] },
  ],
  [
    "no deletion",
    stream({ delete_on_empty: { min_age: "0" } }),
    { basins: [{ name: "my-basin", streams: [{ name: "events", config: { deleteOnEmpty: { minAgeSecs: 0 } } }] }] },
  ],
  [
    "one name in two basins",
    {
      basins: [
        { name: "basin-one", streams: [{ name: "a" }] },
        { name: "basin-two", streams: [{ name: "a" }] },
      ],
    },
    {
      basins: [
        { name: "basin-one", streams: [{ name: "a" }] },
        { name: "basin-two", streams: [{ name: "a" }] },
      ],
    },
  ],
];

/** `beyond`: what a schema cannot say. */
const INVALID: readonly (readonly [title: string, file: unknown, field: string, beyond?: "beyond"])[] = [
  ["a list at the top", [], "resources"],
  ["text at the top", 1, "resources"],
  ["basins that are no list", { basins: {} }, "basins"],
  ["basins of null", { basins: null }, "basins"],
  ["a basin that is a name", { basins: ["my-basin"] }, "basins[0]"],
  ["a basin without a name", { basins: [{}] }, "basins[0].name"],
  ["a short name", { basins: [{ name: "short" }] }, "basins[0].name"],
  ["a hyphen at the end", { basins: [{ name: "my-basin-" }] }, "basins[0].name"],
  ["a basin with a location", basin({ location: "here" }), "basins[0].location"],
  ["two basins of one name", { basins: [{ name: "my-basin" }, { name: "my-basin" }] }, "basins[1].name", "beyond"],
  ["streams that are no list", basin({ streams: {} }), "basins[0].streams"],
  ["a stream without a name", basin({ streams: [{}] }), "basins[0].streams[0].name"],
  ["a stream with an empty name", basin({ streams: [{ name: "" }] }), "basins[0].streams[0].name"],
  ["a stream with a NUL in its name", basin({ streams: [{ name: "a\0" }] }), "basins[0].streams[0].name"],
  ["a stream of two dots", basin({ streams: [{ name: ".." }] }), "basins[0].streams[0].name"],
  ["a stream of 513 characters", basin({ streams: [{ name: "s".repeat(513) }] }), "basins[0].streams[0].name"],
  [
    "a stream of 513 bytes",
    basin({ streams: [{ name: `s${"é".repeat(256)}` }] }),
    "basins[0].streams[0].name",
    "beyond",
  ],
  [
    "two streams of one name",
    basin({ streams: [{ name: "a" }, { name: "a" }] }),
    "basins[0].streams[1].name",
    "beyond",
  ],
  ["a stream with an unknown member", basin({ streams: [{ name: "a", x: 1 }] }), "basins[0].streams[0].x"],
  ["an unknown setting of a basin", basin({ config: { x: 1 } }), "basins[0].config.x"],
  [
    "a setting as the API has it",
    basin({ config: { createStreamOnRead: true } }),
    "basins[0].config.createStreamOnRead",
  ],
  ["an unknown cipher", basin({ config: { stream_cipher: "rot13" } }), "basins[0].config.stream_cipher"],
  ["a flag that is no flag", basin({ config: { create_stream_on_read: 1 } }), "basins[0].config.create_stream_on_read"],
  ["a configuration that is text", stream("x"), "basins[0].streams[0].config"],
  ["an unknown setting of a stream", stream({ x: 1 }), "basins[0].streams[0].config.x"],
  ["a storage class that is no text", stream({ storage_class: 1 }), "basins[0].streams[0].config.storage_class"],
  [
    "a retention as the API has it",
    stream({ retention_policy: { age: 1 } }),
    "basins[0].streams[0].config.retention_policy",
  ],
  ["a retention of seconds", stream({ retention_policy: 60 }), "basins[0].streams[0].config.retention_policy"],
  ["a retention without a unit", stream({ retention_policy: "60" }), "basins[0].streams[0].config.retention_policy"],
  [
    "a retention of an unknown unit",
    stream({ retention_policy: "1mo" }),
    "basins[0].streams[0].config.retention_policy",
    "beyond",
  ],
  ["a retention of 0", stream({ retention_policy: "0s" }), "basins[0].streams[0].config.retention_policy", "beyond"],
  [
    "a retention below a second",
    stream({ retention_policy: "999ms" }),
    "basins[0].streams[0].config.retention_policy",
    "beyond",
  ],
  ["an unknown mode", stream({ timestamping: { mode: "server" } }), "basins[0].streams[0].config.timestamping.mode"],
  [
    "an unknown timestamping",
    stream({ timestamping: { capped: true } }),
    "basins[0].streams[0].config.timestamping.capped",
  ],
  [
    "uncapped as text",
    stream({ timestamping: { uncapped: "yes" } }),
    "basins[0].streams[0].config.timestamping.uncapped",
  ],
  [
    "an age as the API has it",
    stream({ delete_on_empty: { min_age_secs: 1 } }),
    "basins[0].streams[0].config.delete_on_empty.min_age_secs",
  ],
  [
    "an age that is no duration",
    stream({ delete_on_empty: { min_age: "soon" } }),
    "basins[0].streams[0].config.delete_on_empty.min_age",
  ],
];

describe("a resource file", () => {
  test.for(VALID)("may have %s", ([, file, spec]) => {
    expect(parseResources(file)).toEqual(spec);
    expect(parseResources(JSON.stringify(file))).toEqual(spec);
  });

  test.for(INVALID)("must not have %s", ([, file, field]) => {
    const refused = expect.objectContaining({ code: "invalid_argument", field });
    expect(() => parseResources(file as object)).toThrow(refused);
    expect(() => parseResources(JSON.stringify(file))).toThrow(refused);
  });

  test("must be JSON", () => {
    expect(() => parseResources("{")).toThrow(
      expect.objectContaining({ code: "invalid_argument", field: "resources" }),
    );
  });
});

describe("the schema", () => {
  test.for(VALID)("allows %s", ([, file]) => {
    expect(isValid(schema, file)).toBe(true);
  });

  test.for(INVALID)("refuses %s where a schema can", ([, file, , beyond]) => {
    expect(isValid(schema, JSON.parse(JSON.stringify(file)))).toBe(beyond !== undefined);
  });
});
