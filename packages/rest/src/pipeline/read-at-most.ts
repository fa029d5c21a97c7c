/** What was read of a body. */
export interface PartialBody {
  readonly bytes: Uint8Array;
  /** The connection broke before the end. */
  readonly lost: boolean;
}

/**
 * Reads a body to its end, or up to `maxBytes`, after which the rest is not fetched. A body that breaks off gives what
 * had come: the status of an error answer mostly tells enough.
 */
export async function readAtMost(response: Response, maxBytes: number): Promise<PartialBody> {
  const reader = response.body?.getReader();
  if (reader === undefined) return { bytes: new Uint8Array(), lost: false };
  const body = new Uint8Array(maxBytes);
  let size = 0;
  let lost = false;
  try {
    while (size < maxBytes) {
      const { done, value } = await reader.read();
      if (done) break;
      const room = value.subarray(0, maxBytes - size);
      body.set(room, size);
      size += room.byteLength;
    }
  } catch {
    lost = true;
  }
  reader.cancel().catch(() => undefined);
  return { bytes: body.slice(0, size), lost };
}
