const CANONICAL = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?$/;

/**
 * Decodes base64 strictly: standard alphabet, padded, no white space, no stray bits in the last character.
 * `Buffer.from` accepts all of those.
 */
export function decodeBase64(text: string): Buffer | undefined {
  return CANONICAL.test(text) ? Buffer.from(text, "base64") : undefined;
}
