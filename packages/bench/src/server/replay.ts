import type { Writable } from "node:stream";
import { type RecordShape, recordsPerBatch } from "../workload.js";

/** Something that can be sent again and again with new sequence numbers. */
export interface Template {
  at(firstSeqNum: number): Buffer;
}

/** Writes `count` records as full batches and a last smaller one, no faster than the reader takes them, and ends. */
export function replay(
  target: Writable,
  shape: RecordShape,
  range: { readonly first: number; readonly count: number },
  template: (records: number) => Template,
): void {
  const full = recordsPerBatch(shape);
  const usual = template(full);
  const end = range.first + range.count;
  let next = range.first;
  const pump = (): void => {
    while (next < end && !target.destroyed) {
      const records = Math.min(full, end - next);
      const bytes = (records === full ? usual : template(records)).at(next);
      next += records;
      if (!target.write(bytes)) {
        target.once("drain", pump);
        return;
      }
    }
    target.end();
  };
  pump();
}
