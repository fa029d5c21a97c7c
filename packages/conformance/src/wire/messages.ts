import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import {
  AppendAckSchema,
  AppendInputSchema,
  ReadBatchSchema,
  type StreamPosition as StreamPositionMessage,
} from "../generated/s2_pb.js";
import { exactInteger } from "./exact-json.js";

/** An unsigned 64-bit integer: a number where it is exact. */
export type U64 = number | bigint;

/** A sequence number with the timestamp of the record at or before it. */
export interface Position {
  seq_num: U64;
  timestamp: U64;
}

/** What an append answers; the same members in JSON and in protobuf. */
export interface AppendAck {
  start: Position;
  end: Position;
  tail: Position;
}

/** A record as read in raw format: what is empty is absent. */
export interface SequencedRecord extends Position {
  headers?: [name: string, value: string][];
  body?: string;
}

/** What a read answers; `tail` only in batches that arrived live, and in heartbeats. */
export interface ReadBatch {
  records: SequencedRecord[];
  tail?: Position;
}

/** A record to append. */
export interface RecordInput {
  readonly timestamp?: U64 | undefined;
  readonly headers?: readonly (readonly [name: string | Uint8Array, value: string | Uint8Array])[] | undefined;
  readonly body?: string | Uint8Array | undefined;
}

/** A batch to append. */
export interface AppendInput {
  readonly records: readonly RecordInput[];
  readonly match_seq_num?: U64 | undefined;
  readonly fencing_token?: string | undefined;
}

/** The protobuf form; a member that is given is encoded even when it is zero or empty. */
export function encodeAppendInput(input: AppendInput): Uint8Array {
  const message = create(AppendInputSchema, {
    records: input.records.map(({ timestamp, headers = [], body = "" }) => ({
      ...(timestamp !== undefined && { timestamp: BigInt(timestamp) }),
      headers: headers.map(([name, value]) => ({ name: asBytes(name), value: asBytes(value) })),
      body: asBytes(body),
    })),
    ...(input.match_seq_num !== undefined && { matchSeqNum: BigInt(input.match_seq_num) }),
    ...(input.fencing_token !== undefined && { fencingToken: input.fencing_token }),
  });
  return toBinary(AppendInputSchema, message);
}

/** Reads an ack from protobuf into the shape of its JSON. */
export function decodeAppendAck(bytes: Uint8Array): AppendAck {
  const { start, end, tail } = fromBinary(AppendAckSchema, bytes);
  return { start: asPosition(start), end: asPosition(end), tail: asPosition(tail) };
}

/** Reads a batch from protobuf into the shape of its raw JSON. */
export function decodeReadBatch(bytes: Uint8Array): ReadBatch {
  const { records, tail } = fromBinary(ReadBatchSchema, bytes);
  return {
    records: records.map(({ seqNum, timestamp, headers, body }) => ({
      seq_num: exactInteger(seqNum),
      timestamp: exactInteger(timestamp),
      ...(headers.length > 0 && {
        headers: headers.map(({ name, value }): [string, string] => [asText(name), asText(value)]),
      }),
      ...(body.length > 0 && { body: asText(body) }),
    })),
    ...(tail !== undefined && { tail: asPosition(tail) }),
  };
}

function asPosition(message: StreamPositionMessage | undefined): Position {
  if (message === undefined) throw new Error("a position is missing");
  return { seq_num: exactInteger(message.seqNum), timestamp: exactInteger(message.timestamp) };
}

function asBytes(value: string | Uint8Array): Uint8Array<ArrayBuffer> {
  return typeof value === "string" ? new TextEncoder().encode(value) : new Uint8Array(value);
}

function asText(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
