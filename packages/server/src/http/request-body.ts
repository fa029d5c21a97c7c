import type { Readable } from "node:stream";
import { apiError, type ErrorCode } from "../model/api-error.js";
import { MAX_BODY_BYTES } from "../model/limits.js";
import { createDecompressor, hasZstd } from "../wire/compression.js";
import { BodyReader } from "./body-reader.js";
import { type Exchange, PeerGoneError, type ReadingPace } from "./exchange.js";

/** Compressions that a request body may use. */
export const ACCEPTED_CONTENT_ENCODINGS: string = hasZstd ? "zstd,gzip" : "gzip";

/** Whether the body can be unpacked; if not, the answer is 415. Names are compared exactly, as the service does. */
export function isContentEncodingSupported(exchange: Exchange): boolean {
  const encoding = exchange.headers.first("content-encoding");
  return encoding === undefined || encoding === "identity" || encoding === "gzip" || (encoding === "zstd" && hasZstd);
}

/** The request body, unpacked. */
export function openBody(exchange: Exchange): BodyReader {
  const encoding = exchange.headers.first("content-encoding");
  const pace = (): ReadingPace | undefined => exchange.readingPace;
  if (encoding !== "gzip" && encoding !== "zstd") return new BodyReader(exchange.body, pace);
  const decompressor = createDecompressor(encoding);
  if (decompressor === undefined) throw new Error(`this version of Node has no ${encoding}`);
  exchange.body.pipe(decompressor);
  const reader = new BodyReader(decompressor as unknown as Readable, pace);
  exchange.body.once("close", () => {
    if (!exchange.body.readableEnded) reader.cancel(new PeerGoneError());
  });
  return reader;
}

/**
 * The whole request body, unpacked.
 *
 * @param code - What to answer when it is larger than 2 MiB or does not unpack.
 */
export async function readBody(exchange: Exchange, code: ErrorCode): Promise<Buffer> {
  const reader = openBody(exchange);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for (let chunk = await reader.read(); chunk !== undefined; chunk = await reader.read()) {
      size += chunk.length;
      if (size > MAX_BODY_BYTES) throw apiError(code, `body is larger than ${MAX_BODY_BYTES} bytes`);
      chunks.push(chunk);
    }
  } catch (error) {
    if (isZlibError(error)) throw apiError(code, `body does not decompress: ${(error as Error).message}`);
    throw error;
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, size);
}

/** Whether a stream failed because compressed data is corrupt or incomplete. */
export function isZlibError(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return (
    typeof code === "string" && (code.startsWith("Z_") || code.startsWith("ZSTD_") || code === "ERR_BUFFER_TOO_LARGE")
  );
}
