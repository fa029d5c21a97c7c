import type { AppendRecord } from "@s2kit/core";

/** A record of 8 metered bytes and as many as its text has. */
export function record(body: string): AppendRecord {
  return { body };
}

/** A record that is exactly so large, metered; at least 8. */
export function recordOfBytes(meteredBytes: number): AppendRecord {
  return { body: "x".repeat(meteredBytes - 8) };
}
