import { type Json, type JsonInput, parseExactJson, writeExactJson } from "../wire/exact-json.js";

/** An append, as far as it matters to the stream. */
export interface AppendCall {
  readonly kind: "append";
  /** One for each record, in order. */
  readonly recordHashes: readonly bigint[];
  /** The token that the batch sets; it is a fence command then. */
  readonly setFencingToken: string | undefined;
  /** The token that must be the stream's. */
  readonly fencingToken: string | undefined;
  /** The sequence number that must be the next. */
  readonly matchSeqNum: number | undefined;
}

/** What a client asks for. */
export type Call = AppendCall | { readonly kind: "read" } | { readonly kind: "checkTail" };

/** What it gets. A tail is the next sequence number. */
export type Result =
  | { readonly kind: "appended"; readonly tail: number }
  /** Certainly not applied. */
  | { readonly kind: "notAppended" }
  /** May have been applied, or may yet be. */
  | { readonly kind: "maybeAppended" }
  | { readonly kind: "read"; readonly tail: number; readonly streamHash: bigint }
  | { readonly kind: "notRead" }
  | { readonly kind: "tail"; readonly tail: number }
  | { readonly kind: "noTail" };

/** One line of a history. Both events of an operation have the same ids; a client has one operation open at a time. */
export type HistoryEvent = { readonly clientId: number; readonly opId: number } & (
  | { readonly start: Call; readonly finish?: undefined }
  | { readonly start?: undefined; readonly finish: Result }
);

/** An event as S2's linearizability checker reads it: one JSON object, u64 values as integers. */
export function formatEvent(event: HistoryEvent): string {
  const { clientId, finish, opId, start } = event;
  const what = start === undefined ? { Finish: formatResult(finish) } : { Start: formatCall(start) };
  return writeExactJson({ event: what, client_id: clientId, op_id: opId });
}

function formatCall(call: Call): JsonInput {
  if (call.kind === "read") return "Read";
  if (call.kind === "checkTail") return "CheckTail";
  return {
    Append: {
      num_records: call.recordHashes.length,
      record_hashes: call.recordHashes,
      set_fencing_token: call.setFencingToken ?? null,
      fencing_token: call.fencingToken ?? null,
      match_seq_num: call.matchSeqNum ?? null,
    },
  };
}

function formatResult(result: Result): JsonInput {
  switch (result.kind) {
    case "appended":
      return { AppendSuccess: { tail: result.tail } };
    case "notAppended":
      return "AppendDefiniteFailure";
    case "maybeAppended":
      return "AppendIndefiniteFailure";
    case "read":
      return { ReadSuccess: { tail: result.tail, stream_hash: result.streamHash } };
    case "notRead":
      return "ReadFailure";
    case "tail":
      return { CheckTailSuccess: { tail: result.tail } };
    case "noTail":
      return "CheckTailFailure";
  }
}

/** The reverse of {@link formatEvent}. @throws `TypeError` or `SyntaxError` for anything that is no event. */
export function parseEvent(line: string): HistoryEvent {
  const { client_id, event, op_id } = object(parseExactJson(line));
  const ids = { clientId: whole(client_id), opId: whole(op_id) };
  const { Finish, Start } = object(event);
  if (Start !== undefined && Finish === undefined) return { ...ids, start: parseCall(Start) };
  if (Finish !== undefined && Start === undefined) return { ...ids, finish: parseResult(Finish) };
  throw new TypeError("an event is either a Start or a Finish");
}

function parseCall(start: Json): Call {
  if (start === "Read") return { kind: "read" };
  if (start === "CheckTail") return { kind: "checkTail" };
  const append = object(object(start)["Append"]);
  const recordHashes = list(append["record_hashes"]).map(u64);
  if (whole(append["num_records"]) !== recordHashes.length) throw new TypeError("an append has a hash for each record");
  return {
    kind: "append",
    recordHashes,
    setFencingToken: textOrNone(append["set_fencing_token"]),
    fencingToken: textOrNone(append["fencing_token"]),
    matchSeqNum: append["match_seq_num"] === null ? undefined : whole(append["match_seq_num"]),
  };
}

const FAILURES: Readonly<Record<string, Result>> = {
  AppendDefiniteFailure: { kind: "notAppended" },
  AppendIndefiniteFailure: { kind: "maybeAppended" },
  ReadFailure: { kind: "notRead" },
  CheckTailFailure: { kind: "noTail" },
};

function parseResult(finish: Json): Result {
  if (typeof finish === "string") {
    const failure = FAILURES[finish];
    if (failure === undefined) throw new TypeError(`${finish} is no result`);
    return failure;
  }
  const { AppendSuccess, CheckTailSuccess, ReadSuccess } = object(finish);
  if (AppendSuccess !== undefined) return { kind: "appended", tail: whole(object(AppendSuccess)["tail"]) };
  if (CheckTailSuccess !== undefined) return { kind: "tail", tail: whole(object(CheckTailSuccess)["tail"]) };
  const { stream_hash, tail } = object(ReadSuccess);
  return { kind: "read", tail: whole(tail), streamHash: u64(stream_hash) };
}

function object(value: Json | undefined): { readonly [key: string]: Json | undefined } {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  throw new TypeError(`expected an object, got ${String(value)}`);
}

function list(value: Json | undefined): readonly Json[] {
  if (Array.isArray(value)) return value;
  throw new TypeError(`expected a list, got ${String(value)}`);
}

function whole(value: Json | undefined): number {
  if (typeof value === "number" && Number.isSafeInteger(value)) return value;
  throw new TypeError(`expected a whole number, got ${String(value)}`);
}

function u64(value: Json | undefined): bigint {
  if (typeof value === "bigint" || (typeof value === "number" && Number.isSafeInteger(value))) return BigInt(value);
  throw new TypeError(`expected a u64, got ${String(value)}`);
}

function textOrNone(value: Json | undefined): string | undefined {
  if (value === null) return undefined;
  if (typeof value === "string") return value;
  throw new TypeError(`expected text or null, got ${String(value)}`);
}
