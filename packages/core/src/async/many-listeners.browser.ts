/** Browsers take no number of listeners for a leak. */
export function allowManyListeners(_signal: AbortSignal): void {
  // Nothing to be done.
}
