import { MAX_U64, type StreamConfig } from "../../src/index.js";

/** What a stream has for which nobody said anything. */
export const DEFAULTS: StreamConfig = {
  storageClass: "express",
  retentionPolicy: { ageSecs: 604_800 },
  timestamping: { mode: "client-prefer", uncapped: false },
  deleteOnEmpty: { minAgeSecs: 0 },
};

/** Every setting of a stream's configuration with every kind of value. */
export const STREAM_CONFIGS: readonly (readonly [title: string, config: StreamConfig])[] = [
  ["storage class standard", { storageClass: "standard" }],
  ["storage class express", { storageClass: "express" }],
  ["a storage class of the future", { storageClass: "glacial" }],
  ["retention by age", { retentionPolicy: { ageSecs: 86_400 } }],
  ["retention of 2^64 - 1 seconds", { retentionPolicy: { ageSecs: MAX_U64 } }],
  ["infinite retention", { retentionPolicy: "infinite" }],
  ["timestamping client-prefer", { timestamping: { mode: "client-prefer" } }],
  ["timestamping client-require", { timestamping: { mode: "client-require" } }],
  ["timestamping arrival", { timestamping: { mode: "arrival" } }],
  ["uncapped timestamps", { timestamping: { uncapped: true } }],
  ["capped timestamps", { timestamping: { uncapped: false } }],
  ["deletion when empty", { deleteOnEmpty: { minAgeSecs: 3600 } }],
  ["no deletion when empty", { deleteOnEmpty: { minAgeSecs: 0 } }],
];

/** A configuration over the defaults. */
export function filled(config: StreamConfig): StreamConfig {
  return {
    ...DEFAULTS,
    ...config,
    timestamping: { ...DEFAULTS.timestamping, ...config.timestamping },
  };
}
