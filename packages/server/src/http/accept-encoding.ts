import { type Compression, hasZstd } from "../wire/compression.js";

interface Preference {
  readonly name: string;
  readonly quality: number;
}

function parse(values: readonly string[]): Preference[] {
  return values.flatMap((value) =>
    value.split(",").map((item) => {
      const [name = "", ...parameters] = item.split(";").map((part) => part.trim().toLowerCase());
      const quality = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2);
      return { name, quality: quality === undefined ? 1 : Number(quality) };
    }),
  );
}

/** The compression of a unary response: the highest `q`, zstd before gzip, `*` standing for what is not named. */
export function negotiateUnary(acceptEncoding: readonly string[]): Compression | undefined {
  const preferences = parse(acceptEncoding);
  const quality = (name: string): number =>
    (preferences.find((item) => item.name === name) ?? preferences.find((item) => item.name === "*"))?.quality ?? 0;
  const identity = preferences.find((item) => item.name === "identity")?.quality ?? 0;
  const zstd = hasZstd ? quality("zstd") : 0;
  const gzip = quality("gzip");
  const best = Math.max(zstd, gzip);
  if (!(best > 0) || identity > best) return undefined;
  return zstd >= gzip ? "zstd" : "gzip";
}

/** The compression of S2S frames: zstd if it is not refused with `q=0`, else gzip; `*` and other weights count for nothing. */
export function negotiateFrames(acceptEncoding: readonly string[]): Compression | undefined {
  const accepted = (name: string): boolean =>
    parse(acceptEncoding).some((item) => item.name === name && item.quality !== 0);
  if (hasZstd && accepted("zstd")) return "zstd";
  return accepted("gzip") ? "gzip" : undefined;
}
