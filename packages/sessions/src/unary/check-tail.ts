import { StreamPosition } from "@s2kit/core";
import { isU64, parseJson } from "@s2kit/core/internal";
import type { CallOptions, ServiceClient } from "@s2kit/rest";
import { recordsPath, type StreamAddress } from "../stream-address.js";
import { protocolError } from "../wire/protocol-error.js";

/** The stream's tail: the sequence number that the next record gets, and the timestamp of the last record. */
export async function checkTail(
  client: ServiceClient,
  address: StreamAddress,
  options: CallOptions = {},
): Promise<StreamPosition> {
  const response = await client.send({
    method: "GET",
    endpoint: { basin: address.basin },
    path: `${recordsPath(address)}/tail`,
    effect: "none",
    ...options,
  });
  const position = tailOf(response.text());
  if (position === undefined) throw protocolError("the service answered without a tail");
  return position;
}

function tailOf(text: string): StreamPosition | undefined {
  try {
    const { tail } = parseJson(text) as { tail?: { seq_num?: unknown; timestamp?: unknown } };
    const { seq_num: seqNum, timestamp } = tail ?? {};
    return isU64(seqNum) && isU64(timestamp) ? new StreamPosition(seqNum, timestamp) : undefined;
  } catch {
    return undefined;
  }
}
