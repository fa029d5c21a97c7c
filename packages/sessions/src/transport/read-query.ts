import type { U64 } from "@s2kit/core";
import type { WireRead } from "./transport.js";

/** The query of a read request, without `?`. Zeros are sent: they mean something. */
export function readQuery({ start, clamp, count, bytes, until, wait }: WireRead): string {
  const { seqNum, timestamp, tailOffset } = start as { readonly [Key in "seqNum" | "timestamp" | "tailOffset"]?: U64 };
  const parameters = {
    seq_num: seqNum,
    timestamp,
    tail_offset: tailOffset,
    clamp: clamp || undefined,
    count,
    bytes,
    until,
    wait,
  };
  return Object.entries(parameters)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]))
    .join("&");
}
