/** The version that all packages share. Written by `scripts/sync-version.mjs`. */
export const VERSION = "0.0.0";
