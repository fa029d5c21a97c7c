import type { S2Error } from "./s2-error.js";

/**
 * The error with the stack of the place that throws it. How an answer was judged says nothing to a caller, and leaves no
 * room for the call itself: a stack has ten places.
 */
export function thrownHere<T extends S2Error>(error: T): T {
  (Error as unknown as { captureStackTrace?(target: object, below: unknown): void }).captureStackTrace?.(
    error,
    thrownHere,
  );
  return error;
}
