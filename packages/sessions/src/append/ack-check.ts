import type { AppendAck } from "@s2kit/core";
import { addU64 } from "@s2kit/core/internal";
import type { EncodedBatch } from "../wire/append-input.js";

/**
 * Says what is wrong with an acknowledgement for the oldest batch in flight, or `undefined` when it can be right.
 * Whatever fails here is durable in a way that we do not understand.
 */
export function checkAck(
  ack: AppendAck,
  batch: EncodedBatch | undefined,
  previous: AppendAck | undefined,
): string | undefined {
  if (batch === undefined) return "an acknowledgement came although no batch is in flight";
  const start = ack.start.seqNumU64;
  const end = ack.end.seqNumU64;
  const { recordCount, matchSeqNum } = batch;
  // Both sides are canonical u64 values, so that identity is equality.
  if (addU64(start, recordCount) !== end) {
    return `an acknowledgement covers ${start} to ${end}, but the batch has ${recordCount} records`;
  }
  if (ack.tail.seqNumU64 < end) return `an acknowledgement ends at ${end}, beyond its own tail ${ack.tail.seqNumU64}`;
  if (previous !== undefined && start < previous.end.seqNumU64) {
    return `an acknowledgement starts at ${start}, before the end of the last one at ${previous.end.seqNumU64}: the stream was replaced`;
  }
  if (matchSeqNum !== undefined && matchSeqNum !== start) {
    return `an acknowledgement starts at ${start}, but the batch was to start at ${matchSeqNum}`;
  }
  return undefined;
}
