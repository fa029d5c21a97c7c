import { bodyText, HEADERS, type RecordShape } from "../workload.js";

/** Batches as server-sent events, put together around the sequence numbers. */
export class ReadEvent {
  readonly #records: number;
  /** What stands behind each record's sequence number. */
  readonly #rest: string;

  /** @param format - The `s2-format` that the client asked for. */
  constructor(shape: RecordShape, records: number, format: "raw" | "base64") {
    const text = (value: string): string => (format === "raw" ? value : Buffer.from(value).toString("base64"));
    const headers = HEADERS.slice(0, shape.headers).map(([name, value]) => [text(name), text(value)]);
    const rest = JSON.stringify({ timestamp: 1_760_000_000_000, headers, body: text(bodyText(shape)) });
    this.#records = records;
    this.#rest = `,${rest.slice(1)}`;
  }

  /** The event whose first record has this sequence number. */
  at(firstSeqNum: number): Buffer {
    const records: string[] = [];
    for (let index = 0; index < this.#records; index++) records.push(`{"seq_num":${firstSeqNum + index}${this.#rest}`);
    const next = firstSeqNum + this.#records;
    return Buffer.from(
      `event: batch\nid: ${next},${this.#records},0\ndata: {"records":[${records.join(",")}]}\n\n`,
      "latin1",
    );
  }
}
