import { UsageError } from "@s2kit/core";
import { protocolError } from "./protocol-error.js";

/** A frame's payload has at most this many bytes when it is decompressed. */
const MAX_PAYLOAD = 2_097_151;

type Algorithm = "gzip" | "zstd";
type Callback = (error: Error | null, result: Uint8Array) => void;
type Transform = (data: Uint8Array, options: object, callback: Callback) => void;

/** The part of `node:zlib` that is used; zstd is there from Node 22.15 on. */
interface Zlib {
  readonly gzip: Transform;
  readonly gunzip: Transform;
  readonly zstdCompress?: Transform;
  readonly zstdDecompress?: Transform;
}

interface BuiltinModules {
  getBuiltinModule?(name: string): unknown;
}

/** `node:zlib` without importing it, so that the same code runs in browsers. */
const zlib = (globalThis as { process?: BuiltinModules }).process?.getBuiltinModule?.("node:zlib") as Zlib | undefined;

/** Whether this runtime can compress and decompress by an algorithm. */
export function supportsCompression(algorithm: Algorithm): boolean {
  if (algorithm === "zstd") return zlib?.zstdCompress !== undefined;
  return zlib !== undefined || typeof CompressionStream === "function";
}

/** @throws `invalid_argument` when this runtime cannot. */
export function checkCompression(algorithm: Algorithm): void {
  if (supportsCompression(algorithm)) return;
  throw new UsageError("compression", `compression "${algorithm}" is not supported by this runtime`);
}

/** Compresses a payload, off the event loop where the runtime can. */
export function compress(payload: Uint8Array, algorithm: Algorithm): Promise<Uint8Array> {
  checkCompression(algorithm);
  if (zlib === undefined) return throughStream(payload, new CompressionStream("gzip"), Number.POSITIVE_INFINITY);
  return run(algorithm === "gzip" ? zlib.gzip : (zlib.zstdCompress as Transform), payload, {});
}

/** Decompresses a payload. @throws `protocol_error` for what is corrupt, too large, or not supported here. */
export async function decompress(payload: Uint8Array, algorithm: Algorithm): Promise<Uint8Array> {
  if (!supportsCompression(algorithm)) {
    throw protocolError(`the service sent a frame compressed with ${algorithm}, which this runtime does not support`);
  }
  try {
    if (zlib === undefined) return await throughStream(payload, new DecompressionStream("gzip"), MAX_PAYLOAD);
    const transform = algorithm === "gzip" ? zlib.gunzip : (zlib.zstdDecompress as Transform);
    return await run(transform, payload, { maxOutputLength: MAX_PAYLOAD });
  } catch {
    throw protocolError(`a frame compressed with ${algorithm} is corrupt or larger than ${MAX_PAYLOAD} bytes`);
  }
}

function run(transform: Transform, payload: Uint8Array, options: object): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    transform(payload, options, (error, result) => (error === null ? resolve(result) : reject(error)));
  });
}

async function throughStream(
  payload: Uint8Array,
  stream: CompressionStream | DecompressionStream,
  maxBytes: number,
): Promise<Uint8Array> {
  const writer = stream.writable.getWriter();
  // A failure shows on the readable side.
  writer.write(payload as Uint8Array<ArrayBuffer>).catch(() => undefined);
  writer.close().catch(() => undefined);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream.readable) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new RangeError("too large");
    chunks.push(chunk);
  }
  const whole = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return whole;
}
