import { readFileSync } from "node:fs";

/** What the process takes now, and took at most so far, in bytes. */
export interface ProcessMemory {
  readonly residentBytes: number;
  readonly peakBytes: number;
}

/**
 * Reads the memory of this process. On Linux the peak is that of the program itself: `maxRSS` may be that of the
 * parent, from before the program was loaded.
 */
export function processMemory(): ProcessMemory {
  const residentBytes = process.memoryUsage.rss();
  try {
    const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"));
    if (peak !== null) return { residentBytes, peakBytes: Number(peak[1]) * 1024 };
  } catch {
    // Not Linux.
  }
  return { residentBytes, peakBytes: process.resourceUsage().maxRSS * 1024 };
}
