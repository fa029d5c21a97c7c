import { bodyText, HEADERS, type RecordShape } from "../workload.js";
import { FIRST_SEQ_NUM } from "./read-frame.js";

/** All sequence numbers here have so many digits. */
const DIGITS = String(FIRST_SEQ_NUM).length;
const ID = "id: ";
const SEQ_NUM = '{"seq_num":';

/** A batch as a server-sent event, encoded once: to send it again, new numbers are written into a copy. */
export class ReadEvent {
  readonly #bytes: Buffer;
  readonly #records: number;
  /** Where the event's id stands, and the sequence number of the first record. */
  readonly #idAt: number;
  readonly #firstAt: number;
  /** From one record's sequence number to the next one's. */
  readonly #stride: number;

  /** @param format - The `s2-format` that the client asked for. */
  constructor(shape: RecordShape, records: number, format: "raw" | "base64") {
    const text = (value: string): string => (format === "raw" ? value : Buffer.from(value).toString("base64"));
    const headers = HEADERS.slice(0, shape.headers).map(([name, value]) => [text(name), text(value)]);
    const record = JSON.stringify({
      seq_num: FIRST_SEQ_NUM,
      timestamp: 1_760_000_000_000,
      headers,
      body: text(bodyText(shape)),
    });
    const event = `event: batch\n${ID}${FIRST_SEQ_NUM},${records},0\ndata: {"records":[${Array(records).fill(record).join(",")}]}\n\n`;
    this.#bytes = Buffer.from(event, "latin1");
    this.#records = records;
    this.#idAt = event.indexOf(ID) + ID.length;
    this.#firstAt = event.indexOf(SEQ_NUM) + SEQ_NUM.length;
    this.#stride = record.length + 1;
  }

  /** The event whose first record has this sequence number; a buffer of its own. */
  at(firstSeqNum: number): Buffer {
    const next = firstSeqNum + this.#records;
    if (String(next).length !== DIGITS) throw new RangeError(`the sequence number ${next} has not ${DIGITS} digits`);
    const event = Buffer.allocUnsafeSlow(this.#bytes.length);
    this.#bytes.copy(event);
    writeDigits(event, this.#idAt, next - 1);
    for (let index = 0; index < this.#records; index++) {
      writeDigits(event, this.#firstAt + index * this.#stride, firstSeqNum + index);
    }
    return event;
  }
}

function writeDigits(target: Buffer, start: number, value: number): void {
  let rest = value;
  for (let at = start + DIGITS - 1; at >= start; at--) {
    target[at] = 0x30 + (rest % 10);
    rest = Math.floor(rest / 10);
  }
}
