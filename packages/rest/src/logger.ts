/** Something that happened, for logs. Never carries a token, a key or a body. */
export interface LogEvent {
  readonly level: "debug" | "warn";
  readonly message: string;
  readonly fields: Readonly<Record<string, string | number | boolean | undefined>>;
}

/** Takes log events. Must not throw. */
export type Logger = (event: LogEvent) => void;
