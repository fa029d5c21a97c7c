import { S2Error, type Stream } from "s2kit";
import { UNREADABLE } from "../reading/follower.js";
import { readKey } from "../writing/written-record.js";

/** Reads a whole stream by plain requests, one batch after the other. @returns The key of each record, by sequence number. */
export async function readWholeStream(stream: Stream): Promise<number[]> {
  const keys: number[] = [];
  const { seqNum: tail } = await stream.checkTail();
  while (keys.length < tail) {
    const { records } = await stream.read({ from: { seqNum: keys.length } });
    for (const record of records) {
      if (record.seqNum !== keys.length) throw new Error(`asked for record ${keys.length}, got ${record.seqNum}`);
      keys.push(readKey(record) ?? UNREADABLE);
    }
  }
  return keys;
}

/** Whether there is nothing at or behind `end`. */
export async function endsAt(stream: Stream, end: number): Promise<boolean> {
  try {
    const { records } = await stream.read({ from: { seqNum: end } });
    return records.length === 0;
  } catch (error) {
    if (S2Error.is(error) && error.code === "range_not_satisfiable") return true;
    throw error;
  }
}
