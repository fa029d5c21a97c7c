import { S2Error } from "./s2-error.js";

/** The session was closed or aborted before this could be done. `code` is `session_closed`. */
export class SessionClosedError extends S2Error {
  override readonly name: string = "SessionClosedError";

  constructor(message: string, init: { maybeApplied?: boolean | undefined; cause?: unknown } = {}) {
    super(message, { code: "session_closed", maybeApplied: init.maybeApplied, cause: init.cause });
  }
}
