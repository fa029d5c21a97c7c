import type { CallOptions, ServiceClient } from "@s2kit/rest";
import { type ReadRange, unaryWireRead } from "../read/read-options.js";
import { recordsHeaders, recordsPath, type StreamAddress } from "../stream-address.js";
import { readQuery } from "../transport/read-query.js";
import { decodeReadBatch, type RecordBatch } from "../wire/read-batch.js";

/**
 * Reads one batch in one request (protobuf): at most 1000 records and 1 MiB metered, however much there is.
 * Empty when a bound allows nothing, when everything in range was trimmed, or when nothing came within `waitSecs`.
 *
 * @throws `range_not_satisfiable` when the read starts at or beyond the tail and does not wait.
 */
export async function readOnce(
  client: ServiceClient,
  address: StreamAddress,
  range: ReadRange,
  options: CallOptions = {},
): Promise<RecordBatch> {
  const read = unaryWireRead(range);
  const response = await client.send({
    method: "GET",
    endpoint: { basin: address.basin },
    path: recordsPath(address),
    query: readQuery(read),
    headers: { ...recordsHeaders(address), accept: "application/protobuf" },
    effect: "none",
    // A long poll may take as long as it waits, beside the time that any request may take.
    extraTimeoutMs: (read.wait ?? 0) * 1000,
    ...options,
  });
  const batch = decodeReadBatch(response.body);
  return range.ignoreCommandRecords === true ? batch.withoutCommands() : batch;
}
