import { apiError } from "./api-error.js";
import { MAX_BATCH_BYTES, MAX_BATCH_RECORDS, MAX_TOKEN_BYTES, U64_MAX } from "./limits.js";

/** A header as it is stored: arbitrary bytes on both sides. */
export interface Header {
  readonly name: Buffer;
  readonly value: Buffer;
}

/** A record as a client sends it. */
export interface AppendRecord {
  readonly timestamp: bigint | undefined;
  readonly headers: readonly Header[];
  readonly body: Buffer;
}

/** One append as a client sends it, in any of the three encodings. */
export interface AppendInput {
  readonly records: readonly AppendRecord[];
  readonly matchSeqNum: bigint | undefined;
  readonly fencingToken: string | undefined;
}

/** What a command record asks for. */
export type Command =
  | { readonly op: "fence"; readonly token: string }
  | { readonly op: "trim"; readonly seqNum: bigint };

/** A record that passed validation, with what validation found out. */
export interface ValidRecord extends AppendRecord {
  readonly meteredBytes: number;
  readonly command: Command | undefined;
}

/** An append that a stream may accept: 1 to 1000 valid records of at most 1 MiB together. */
export interface ValidBatch {
  readonly records: readonly ValidRecord[];
  readonly meteredBytes: number;
  readonly matchSeqNum: bigint | undefined;
  readonly fencingToken: string | undefined;
}

/** What the service charges for a record: `8 + 2 * headers + header bytes + body bytes`. */
export function meteredBytesOf(headers: readonly Header[], body: Uint8Array): number {
  let bytes = 8 + 2 * headers.length + body.length;
  for (const header of headers) bytes += header.name.length + header.value.length;
  return bytes;
}

/** @throws 422 `invalid` when a record, or the batch as a whole, breaks a rule. */
export function validateBatch(input: AppendInput): ValidBatch {
  const { records, matchSeqNum, fencingToken } = input;
  if (fencingToken !== undefined && Buffer.byteLength(fencingToken) > MAX_TOKEN_BYTES) {
    throw apiError("invalid", `fencing token is longer than ${MAX_TOKEN_BYTES} bytes`);
  }
  const valid = records.map(validateRecord);
  if (valid.length === 0) throw apiError("invalid", "append batch is empty");
  if (valid.length > MAX_BATCH_RECORDS) {
    throw apiError("invalid", `append batch has ${valid.length} records, at most ${MAX_BATCH_RECORDS} are allowed`);
  }
  const meteredBytes = valid.reduce((sum, record) => sum + record.meteredBytes, 0);
  if (meteredBytes > MAX_BATCH_BYTES) {
    throw apiError("invalid", `append batch has ${meteredBytes} metered bytes, at most ${MAX_BATCH_BYTES} are allowed`);
  }
  return { records: valid, meteredBytes, matchSeqNum, fencingToken };
}

function validateRecord(record: AppendRecord): ValidRecord {
  const { timestamp, headers, body } = record;
  const meteredBytes = meteredBytesOf(headers, body);
  if (meteredBytes > MAX_BATCH_BYTES) {
    throw apiError("invalid", `record has ${meteredBytes} metered bytes, at most ${MAX_BATCH_BYTES} are allowed`);
  }
  return { timestamp, headers, body, meteredBytes, command: commandOf(headers, body) };
}

/**
 * The command that a record carries: its only header has an empty name and the operation as value.
 *
 * @throws 422 `invalid` when an empty header name is used in any other way.
 */
export function commandOf(headers: readonly Header[], body: Buffer): Command | undefined {
  const [first] = headers;
  if (first === undefined || headers.every((header) => header.name.length > 0)) return undefined;
  if (headers.length > 1) throw apiError("invalid", "an empty header name is only allowed as the only header");
  switch (first.value.toString("latin1")) {
    case "fence":
      return { op: "fence", token: fencePayload(body) };
    case "trim":
      if (body.length !== 8) throw apiError("invalid", "trim needs a payload of 8 bytes, a big-endian u64");
      return { op: "trim", seqNum: body.readBigUInt64BE() };
    default:
      throw apiError("invalid", "unknown command: expected fence or trim");
  }
}

function fencePayload(body: Buffer): string {
  if (body.length > MAX_TOKEN_BYTES) throw apiError("invalid", `fencing token is longer than ${MAX_TOKEN_BYTES} bytes`);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    throw apiError("invalid", "fencing token is not UTF-8");
  }
}

/** The record that marks the end of a deleted stream: a trim to 2^64-1, which no client's trim can reach. */
export function terminalTrim(timestamp: bigint): ValidRecord {
  const body = Buffer.alloc(8);
  body.writeBigUInt64BE(U64_MAX);
  const headers: Header[] = [{ name: Buffer.alloc(0), value: Buffer.from("trim") }];
  return { timestamp, headers, body, meteredBytes: meteredBytesOf(headers, body), command: undefined };
}
