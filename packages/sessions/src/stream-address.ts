import type { Secret } from "@s2kit/core/internal";

/** A stream, and what goes with every request for its records. */
export interface StreamAddress {
  readonly basin: string;
  readonly stream: string;
  /** Base64 of the 32-byte key of an encrypted stream. */
  readonly encryptionKey: Secret | undefined;
  /** Compact JSON (ASCII) of the configuration that a stream gets if this request creates it. */
  readonly streamConfig: string | undefined;
}

/** Path of the stream's records below the basin's base URL. */
export function recordsPath(address: StreamAddress): string {
  return `/streams/${encodeURIComponent(address.stream)}/records`;
}

/** Headers that every request for records carries, beside the client's own. */
export function recordsHeaders(address: StreamAddress): Record<string, string> {
  const headers: Record<string, string> = {};
  if (address.encryptionKey !== undefined) headers["s2-encryption-key"] = address.encryptionKey.reveal();
  if (address.streamConfig !== undefined) headers["s2-stream-config"] = address.streamConfig;
  return headers;
}
