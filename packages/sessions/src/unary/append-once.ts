import type { AppendAck, AppendBatch } from "@s2kit/core";
import type { CallOptions, ServiceClient } from "@s2kit/rest";
import { checkAck } from "../append/ack-check.js";
import { recordsHeaders, recordsPath, type StreamAddress } from "../stream-address.js";
import { decodeAppendAck } from "../wire/append-ack.js";
import { encodeBatch } from "../wire/append-input.js";
import { FRAME_HEADER_BYTES } from "../wire/frame.js";
import { protocolError } from "../wire/protocol-error.js";

/**
 * Appends one batch in one request (protobuf). Retried as `retry.appends` says.
 *
 * @throws `seq_num_mismatch`, `fencing_token_mismatch`, or whatever the service or network answered;
 *   `maybeApplied` covers all attempts.
 */
export async function appendOnce(
  client: ServiceClient,
  address: StreamAddress,
  batch: AppendBatch,
  options: CallOptions = {},
): Promise<AppendAck> {
  const encoded = encodeBatch(batch);
  const response = await client.send({
    method: "POST",
    endpoint: { basin: address.basin },
    path: recordsPath(address),
    headers: {
      ...recordsHeaders(address),
      "content-type": "application/protobuf",
      accept: "application/protobuf",
    },
    body: encoded.frame.subarray(FRAME_HEADER_BYTES),
    effect: "append",
    ...options,
  });
  const ack = decodeAppendAck(response.body);
  const problem = checkAck(ack, encoded, undefined);
  if (problem !== undefined) throw protocolError(problem);
  return ack;
}
