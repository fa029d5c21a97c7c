import type { Codec } from "./codec.js";
import { joinBytes } from "./join-bytes.js";

/** The web platform's compression, which every runtime has for gzip; `undefined` where it is missing all the same. */
export function streamCodec(format: CompressionFormat): Codec | undefined {
  if (typeof CompressionStream !== "function" || typeof DecompressionStream !== "function") return undefined;
  return {
    compress: (bytes) => through(bytes, new CompressionStream(format), Number.POSITIVE_INFINITY),
    decompress: (bytes, maxBytes) => through(bytes, new DecompressionStream(format), maxBytes),
  };
}

async function through(
  bytes: Uint8Array,
  { readable, writable }: CompressionStream | DecompressionStream,
  maxBytes: number,
): Promise<Uint8Array> {
  const writer = writable.getWriter();
  // A failure shows on the readable side too.
  writer.write(bytes as Uint8Array<ArrayBuffer>).catch(() => undefined);
  writer.close().catch(() => undefined);
  const reader = readable.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let step = await reader.read(); !step.done; step = await reader.read()) {
    size += step.value.byteLength;
    if (size > maxBytes) {
      reader.cancel().catch(() => undefined);
      throw new RangeError(`more than ${maxBytes} bytes`);
    }
    chunks.push(step.value);
  }
  return joinBytes(chunks);
}
