import { UsageError } from "@s2kit/core";
import { MAX_ENCRYPTION_KEY_CHARS, Secret, stringifyJson, usageError } from "@s2kit/core/internal";
import type { StreamAddress } from "@s2kit/sessions";
import { type StreamConfig, toWireStreamConfig } from "../basin/stream-config.js";

/** What goes with every request for a stream's records. */
export interface StreamOptions {
  /** The key of an encrypted stream: 32 bytes, or their base64. Never shown in errors, logs or `inspect`. */
  readonly encryptionKey?: string | Uint8Array | undefined;
  /**
   * The configuration that the stream gets if a call through this handle creates it; without effect on a stream that
   * exists. Needs a basin with `createStreamOnAppend` or `createStreamOnRead`.
   */
  readonly streamConfig?: StreamConfig | undefined;
}

/** @throws `invalid_argument` */
export function streamAddress(basin: string, stream: string, options: StreamOptions): StreamAddress {
  const { encryptionKey, streamConfig } = options;
  return {
    basin,
    stream,
    encryptionKey: encryptionKey === undefined ? undefined : secretKey(encryptionKey),
    // Taken now: what the caller does to the object later changes nothing.
    streamConfig: streamConfig === undefined ? undefined : asciiJson(toWireStreamConfig(streamConfig)),
  };
}

/** Messages name the length only: the key itself must not be in them. */
function secretKey(key: string | Uint8Array): Secret {
  if (typeof key !== "string" && !(key instanceof Uint8Array)) {
    throw usageError("encryptionKey", "base64 text or bytes", typeof key);
  }
  const text = typeof key === "string" ? key.trim() : base64(key);
  if (text.length < 1 || text.length > MAX_ENCRYPTION_KEY_CHARS || !/^[\x21-\x7e]+$/.test(text)) {
    throw new UsageError(
      "encryptionKey",
      typeof key === "string"
        ? `encryptionKey must be 1 to ${MAX_ENCRYPTION_KEY_CHARS} characters of base64, got ${text.length}`
        : `encryptionKey must be 32 bytes, got ${key.byteLength}`,
    );
  }
  return new Secret(text);
}

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes.subarray(0, 64)));
}

/** Headers carry ASCII only. */
function asciiJson(value: unknown): string {
  return stringifyJson(value).replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
