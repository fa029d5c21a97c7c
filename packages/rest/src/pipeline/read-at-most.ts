/**
 * Reads a body to its end, or up to `maxBytes`, after which the rest is not fetched. A body that breaks off gives what
 * had come: the status of an error answer tells enough.
 */
export async function readAtMost(response: Response, maxBytes: number): Promise<Uint8Array> {
  const reader = response.body?.getReader();
  if (reader === undefined) return new Uint8Array();
  const body = new Uint8Array(maxBytes);
  let size = 0;
  try {
    while (size < maxBytes) {
      const { done, value } = await reader.read();
      if (done) break;
      const room = value.subarray(0, maxBytes - size);
      body.set(room, size);
      size += room.byteLength;
    }
  } catch {
    // Broken off.
  }
  reader.cancel().catch(() => undefined);
  return body.slice(0, size);
}
