import { S2Error } from "@s2kit/core";

/**
 * Whether a call did what it was for: true when it succeeded, false when the service answered with `code`, which says
 * that there was nothing to do. When an earlier attempt of the call may have done it unseen, that counts as done.
 */
export async function unless(code: string, call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if (S2Error.is(error) && error.code === code) return error.maybeApplied;
    throw error;
  }
}
