/** Something that happened, for logs. Never carries a token, a key, a query or a body. */
export interface LogEvent {
  /** `debug`: an attempt was answered. `warn`: an attempt failed and is tried again. */
  readonly level: "debug" | "warn";
  readonly message: string;
  readonly fields: Readonly<Record<string, string | number | boolean | undefined>>;
}

/** Takes log events. Whatever it throws is dropped: logging must not change what a call does. */
export type Logger = (event: LogEvent) => void;

/** The same logger, without its exceptions. */
export function harmless(logger: Logger | undefined): Logger | undefined {
  if (logger === undefined) return undefined;
  return (event) => {
    try {
      logger(event);
    } catch {
      // The logger's own trouble.
    }
  };
}
