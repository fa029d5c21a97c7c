/** What the records of a stream look like. */
export interface RecordShape {
  /** Bytes of each body; ASCII, so that text and bytes have the same length. */
  readonly bodyBytes: number;
  /** Headers of each record, `type: event`. */
  readonly headers: 0 | 1;
}

/** How a client reads: over which transport, and what it takes from each record. */
export interface ReadWorkload extends RecordShape {
  readonly kind: "read";
  readonly transport: "http2" | "fetch" | "sse";
  /**
   * `records`: one by one, sequence number and body of each. `batches`: the same by index from batches.
   * `batch-ends`: batches, with nothing but their number of records looked at. `text`: one by one, body as text.
   */
  readonly look: "records" | "batches" | "batch-ends" | "text";
  readonly records: number;
}

/** Appends batches through a session, as fast as it takes them. */
export interface AppendWorkload extends RecordShape {
  readonly kind: "append";
  /** How the caller has the bodies: as text, which has to be measured and encoded, or as bytes. */
  readonly bodies: "text" | "bytes";
  readonly batchRecords: number;
  readonly records: number;
}

/** Submits single records to a producer, and looks at the acknowledgement of each. */
export interface ProduceWorkload extends RecordShape {
  readonly kind: "produce";
  readonly records: number;
}

/** Appends one batch of one record at a steady pace, whatever the acknowledgements do. */
export interface PacedWorkload extends RecordShape {
  readonly kind: "paced";
  readonly intervalMs: number;
  readonly records: number;
}

/** Takes one record of a backlog and then nothing for `pauseMs`. */
export interface StoppedWorkload extends RecordShape {
  readonly kind: "stopped";
  readonly transport: ReadWorkload["transport"];
  readonly pauseMs: number;
  readonly records: number;
}

export type Workload = ReadWorkload | AppendWorkload | ProduceWorkload | PacedWorkload | StoppedWorkload;

/** Records and bytes of a read batch or an append, at most. */
const MAX_BATCH_RECORDS = 1000;
const MAX_BATCH_BYTES = 1_048_576;

const HEADER_NAME = "type";
const HEADER_VALUE = "event";

/** The headers of a record, as any client takes them. */
export const HEADERS: readonly (readonly [string, string])[] = [[HEADER_NAME, HEADER_VALUE]];

/** The body of every record: printable ASCII. */
export function bodyText({ bodyBytes }: RecordShape): string {
  return "The quick brown fox jumps over the lazy dog. ".repeat(Math.ceil(bodyBytes / 45)).slice(0, bodyBytes);
}

/** Metered size of one record in bytes: 8, plus 2 for each header, plus names, values and body. */
export function meteredBytes({ bodyBytes, headers }: RecordShape): number {
  return 8 + bodyBytes + headers * (2 + HEADER_NAME.length + HEADER_VALUE.length);
}

/** How many such records fit into one batch. */
export function recordsPerBatch(shape: RecordShape): number {
  return Math.min(MAX_BATCH_RECORDS, Math.floor(MAX_BATCH_BYTES / meteredBytes(shape)));
}

/** The name of the stream with such records. The bench's own server takes the shape from it. */
export function streamName({ bodyBytes, headers }: RecordShape): string {
  return `bench-${bodyBytes}-${headers}`;
}

/** The shape in a stream's name; `undefined` for any other name. */
export function shapeOf(name: string): RecordShape | undefined {
  const match = /^bench-(\d+)-([01])$/.exec(name);
  return match === null ? undefined : { bodyBytes: Number(match[1]), headers: match[2] === "1" ? 1 : 0 };
}
