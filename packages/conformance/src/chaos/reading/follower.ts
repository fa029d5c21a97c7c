import { S2Error, type Stream, type TransportName } from "s2kit";
import { PATIENCE, TIRELESS } from "../patience.js";
import type { SeededRandom } from "../seeded-random.js";
import { Tally } from "../tally.js";
import { readKey } from "../writing/written-record.js";

/** What a follower reads, and how. */
export interface FollowerRole {
  readonly stream: Stream;
  readonly transport: TransportName;
}

/** In the place of a record that no writer can have written. */
export const UNREADABLE = -1;

/** Records of one session before the follower leaves it and goes on from its position with another. */
const SESSION_RECORDS = [50, 1_500] as const;

/**
 * Reads a stream from its beginning, live, through one session after the other, and checks what every session promises:
 * each record once, in order. What it read is kept for the comparison with the stream as it is at the end.
 */
export class Follower {
  readonly role: FollowerRole;
  /** The key of every record that was handed out, in the order of arrival. */
  readonly keys: number[] = [];
  /** Sequence numbers that were passed over. */
  gaps = 0;
  /** Records that had been handed out before. */
  repeats = 0;
  /** Times that `position` was not one past the last record handed out. */
  wrongPositions = 0;
  sessions = 0;
  /** Codes of failures; a follower that retries for ever has none. */
  readonly failures: Tally = new Tally();
  readonly #random: SeededRandom;
  #next = 0;
  /** Where to stop; unknown while there are writers. */
  #end: number | undefined;
  #leave: AbortController = new AbortController();

  constructor(role: FollowerRole, random: SeededRandom) {
    this.role = role;
    this.#random = random;
  }

  /** Where the next record is expected. */
  get next(): number {
    return this.#next;
  }

  /** Nothing more is written: the follower is done when it has read everything before `end`. */
  finishAt(end: number): void {
    this.#end = end;
    if (this.#isDone) this.#leave.abort();
  }

  /** Reads until {@link finishAt} is reached. */
  async run(): Promise<void> {
    while (!this.#isDone) {
      try {
        await this.#readSession();
      } catch (error) {
        if (this.#leave.signal.aborted) return;
        this.failures.add(S2Error.is(error) ? error.code : String(error));
      }
    }
  }

  get #isDone(): boolean {
    return this.#end !== undefined && this.#next >= this.#end;
  }

  async #readSession(): Promise<void> {
    this.sessions++;
    const session = this.role.stream.readSession({
      from: { seqNum: this.#next },
      clamp: false,
      retry: { ...TIRELESS },
      silenceTimeoutMs: PATIENCE.silenceMs,
      // Small at times, so that the session has to hold the network back.
      maxBufferedBytes: this.#random.chance(0.5) ? 4_096 : undefined,
      signal: this.#leave.signal,
    });
    let left = this.#random.between(...SESSION_RECORDS);
    if (this.#random.chance(0.5)) {
      for await (const record of session) {
        this.#take(record.seqNum, readKey(record));
        if (session.position !== this.#next) this.wrongPositions++;
        if (--left <= 0 || this.#isDone) break;
      }
    } else {
      for await (const batch of session.batches()) {
        for (const record of batch.records) this.#take(record.seqNum, readKey(record));
        if (session.position !== this.#next) this.wrongPositions++;
        left -= batch.count;
        if (left <= 0 || this.#isDone) break;
      }
    }
  }

  #take(seqNum: number, key: number | undefined): void {
    if (seqNum > this.#next) this.gaps += seqNum - this.#next;
    if (seqNum < this.#next) this.repeats++;
    this.#next = seqNum + 1;
    this.keys.push(key ?? UNREADABLE);
  }
}
