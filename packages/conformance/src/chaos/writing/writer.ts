import { setTimeout as sleep } from "node:timers/promises";
import {
  type AppendSession,
  type AppendSessionOptions,
  checkBatch,
  type OnInterference,
  Producer,
  S2Error,
  type Stream,
} from "s2kit";
import type { ChaosMode } from "../chaos-options.js";
import { PATIENCE, TIRELESS } from "../patience.js";
import type { SeededRandom } from "../seeded-random.js";
import { Tally } from "../tally.js";
import { WatchedSink } from "./watched-sink.js";
import { WriterJournal } from "./writer-journal.js";
import { writtenRecord } from "./written-record.js";

/** `unary` is one request for each batch, in place of a session of frames. */
export type AppendsOver = "http2" | "fetch" | "unary";

/** What a writer does, and where. */
export interface WriterRole {
  readonly writer: number;
  readonly stream: Stream;
  readonly mode: ChaosMode;
  /** How its appends travel, for the report. */
  readonly appendsOver: AppendsOver;
  /** Batches through an append session, or single records through a producer on one. */
  readonly through: "session" | "producer";
  /** Exactly-once only. */
  readonly onInterference: OnInterference;
}

/** Longest pause between two submissions, in milliseconds; half of them have none. */
const MAX_PAUSE_MS = 30;
const MAX_INFLIGHT_BATCHES = 8;
/** One session in so many gives up early, so that the end of a budget is met too. */
const IMPATIENT_SESSIONS = 5;
/** One session in so many is dropped by its user in place of being closed. */
const ABORTED_SESSIONS = 4;

/**
 * Appends until it is told to stop, through one session after the other: a session that fails, is closed or aborted is
 * followed by the next one, which goes on with new records. What failed is not submitted again, so that every
 * verdict can be held against the stream.
 */
export class Writer {
  readonly role: WriterRole;
  readonly journal: WriterJournal;
  /** How its sessions ended: `closed`, `aborted`, or the code of the failure. */
  readonly endings: Tally = new Tally();
  readonly #random: SeededRandom;

  constructor(role: WriterRole, random: SeededRandom) {
    this.role = role;
    this.journal = new WriterJournal(role.writer);
    this.#random = random;
  }

  /** Writes until `stop` is aborted. Resolves when every record is settled. */
  async run(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      const session = this.role.stream.appendSession(this.#options());
      this.journal.openSession();
      const aborted = this.#random.between(1, ABORTED_SESSIONS) === 1;
      try {
        if (this.role.through === "session") await this.#useSession(session, stop, aborted);
        else await this.#useProducer(session, stop, aborted);
        this.endings.add(aborted ? "aborted" : "closed");
      } catch (error) {
        this.endings.add(S2Error.is(error) ? error.code : String(error));
      }
    }
  }

  #options(): AppendSessionOptions {
    const { mode, onInterference } = this.role;
    const impatient = this.#random.between(1, IMPATIENT_SESSIONS) === 1;
    const retry = { ...TIRELESS, ...(impatient ? { maxAttempts: 4 } : {}) };
    const common = { ackTimeoutMs: PATIENCE.ackMs, maxInflightBatches: MAX_INFLIGHT_BATCHES };
    if (mode === "exactly-once") return { ...common, retry, delivery: "exactly-once", onInterference };
    return { ...common, retry: { ...retry, appends: mode === "all" ? "all" : "noSideEffects" } };
  }

  async #useSession(session: AppendSession, stop: AbortSignal, aborted: boolean): Promise<void> {
    const sink = new WatchedSink(session, this.journal);
    const settling: Promise<void>[] = [];
    try {
      for (let left = this.#random.between(10, 150); left > 0 && !stop.aborted; left--) {
        await this.#submitBatch(sink, settling);
        await this.#pause();
      }
      if (aborted) session.abort();
      else await session.close();
    } finally {
      await Promise.all(settling);
    }
  }

  async #submitBatch(sink: WatchedSink, settling: Promise<void>[]): Promise<void> {
    const count = this.#random.between(1, 12);
    const first = this.journal.take(count);
    const records = Array.from({ length: count }, (_, index) => writtenRecord(this.role.writer, first + index));
    try {
      const ticket = await sink.submitBatch(checkBatch(records));
      settling.push(
        ticket.ack().then(
          ({ start }) => records.forEach((_, index) => void this.journal.acked(first + index, start.seqNum + index)),
          (error: unknown) => records.forEach((_, index) => void this.#failed(first + index, error)),
        ),
      );
    } catch (error) {
      records.forEach((_, index) => void this.journal.failed(first + index, false));
      throw error;
    }
  }

  async #useProducer(session: AppendSession, stop: AbortSignal, aborted: boolean): Promise<void> {
    const producer = new Producer(new WatchedSink(session, this.journal), {
      ownedSink: session,
      lingerMs: this.#random.between(0, 3),
      maxBatchRecords: this.#random.between(1, 20),
    });
    const settling: Promise<void>[] = [];
    try {
      for (let left = this.#random.between(50, 800); left > 0 && !stop.aborted; left--) {
        await this.#submitRecord(producer, settling);
        if (this.#random.chance(0.3)) await this.#pause();
      }
      if (aborted) producer.abort();
      else await producer.close();
    } finally {
      await Promise.all(settling);
    }
  }

  async #submitRecord(producer: Producer, settling: Promise<void>[]): Promise<void> {
    const number = this.journal.take(1);
    try {
      const ticket = await producer.submit(writtenRecord(this.role.writer, number));
      settling.push(
        ticket.ack().then(
          ({ seqNum }) => this.journal.acked(number, seqNum),
          (error: unknown) => this.#failed(number, error),
        ),
      );
    } catch (error) {
      // A record that was not taken on was not and will not be sent.
      this.journal.failed(number, false);
      throw error;
    }
  }

  #failed(number: number, error: unknown): void {
    // Whatever is no error of the SDK leaves open what happened.
    this.journal.failed(number, S2Error.is(error) ? error.maybeApplied : true);
  }

  async #pause(): Promise<void> {
    if (this.#random.chance(0.5)) await sleep(this.#random.between(0, MAX_PAUSE_MS));
  }
}
