import type { WireRead } from "./transport.js";

/** The query of a read request, without `?`. Zeros are sent: they mean something. */
export function readQuery(read: WireRead): string {
  const { start, clamp, count, bytes, until, wait } = read;
  const parameters: string[] = [];
  if ("seqNum" in start) parameters.push(`seq_num=${start.seqNum}`);
  else if ("timestamp" in start) parameters.push(`timestamp=${start.timestamp}`);
  else parameters.push(`tail_offset=${start.tailOffset}`);
  if (clamp) parameters.push("clamp=true");
  if (count !== undefined) parameters.push(`count=${count}`);
  if (bytes !== undefined) parameters.push(`bytes=${bytes}`);
  if (until !== undefined) parameters.push(`until=${until}`);
  if (wait !== undefined) parameters.push(`wait=${wait}`);
  return parameters.join("&");
}
