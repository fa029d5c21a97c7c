/** Bound of every single wait in a case; far beyond what a loaded machine needs, and below the time limit of a test. */
export const PATIENCE_MS = 20_000;

/** Settles as `promise` does, or rejects after `limitMs` with a message that names what was awaited. */
export async function within<T>(promise: Promise<T>, what: string, limitMs: number = PATIENCE_MS): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no ${what} within ${limitMs} ms`)), limitMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
