const fromBase64 = (Uint8Array as { fromBase64?: (text: string) => Uint8Array }).fromBase64;

/** Decodes padded base64 to `offset`. @returns The bytes written; less than the text has, or -1, when it is not base64. */
export function writeBase64(target: Uint8Array, offset: number, text: string): number {
  try {
    const bytes = fromBase64 === undefined ? decodeByUnits(text) : fromBase64(text);
    target.set(bytes, offset);
    return bytes.byteLength;
  } catch {
    return -1;
  }
}

function decodeByUnits(text: string): Uint8Array {
  const units = atob(text);
  const bytes = new Uint8Array(units.length);
  for (let index = 0; index < bytes.length; index++) bytes[index] = units.charCodeAt(index);
  return bytes;
}
