/** Which promise of the append sessions is put to the test. */
export type ChaosMode = "exactly-once" | "all" | "no-side-effects";

export const CHAOS_MODES: readonly ChaosMode[] = ["exactly-once", "all", "no-side-effects"];

/** What the clients talk to. */
export type ServerName = "embedded" | "lite";

export const SERVER_NAMES: readonly ServerName[] = ["embedded", "lite"];

/** One run: one server, one mode. */
export interface ChaosOptions {
  readonly server: ServerName;
  readonly mode: ChaosMode;
  /** Decides what is drawn by chance. */
  readonly seed: number;
  /** Ends the storm after so many faults that struck. Default: no bound. */
  readonly maxFaults?: number | undefined;
  /** Ends the storm after so many milliseconds. Default: no bound. One of the two must be given. */
  readonly maxDurationMs?: number | undefined;
}
