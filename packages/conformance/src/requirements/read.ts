/** What has to hold for reads, in every form. */
export const readRequirements = {
  "read.start": "A read starts at a sequence number, a timestamp or an offset from the tail, by default at the tail.",
  "read.unwritten": "A start where nothing is written and nothing will be awaited is 416 with the tail.",
  "read.limits": "Count and bytes bound what is delivered, exactly; a unary read has bounds of its own.",
  "read.until": "Until ends a read before the first record at or after that timestamp.",
  "read.format": "The same records come as JSON text, base64 or protobuf.",
  "read.wait": "A unary read can wait at the tail for the next batch.",
} as const;
