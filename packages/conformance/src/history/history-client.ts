import { AppendRecord, type Stream } from "s2kit";
import { PATIENCE, TIRELESS } from "../chaos/patience.js";
import type { SeededRandom } from "../chaos/seeded-random.js";
import { Appender, type AppenderKind } from "./appender.js";
import type { Call, Result } from "./history-event.js";
import type { HistoryRecorder } from "./history-recorder.js";
import { chainHash, EMPTY_STREAM_HASH, recordHash } from "./stream-hash.js";
import { nextStep, type Step, type Workload } from "./workload.js";

/** What a client of a history does. */
export interface HistoryClientRole {
  readonly stream: Stream;
  readonly workload: Workload;
  readonly appendsBy: AppenderKind;
  /** Its own fencing token. */
  readonly token: string;
  /** The tail at the beginning. */
  readonly firstTail: number;
}

/** Failures in a row after which an operation is given up. */
const MAX_ATTEMPTS = 12;
const RETRY = { ...TIRELESS, maxAttempts: MAX_ATTEMPTS };

/** Does one operation after the other and has the recorder write each down. */
export class HistoryClient {
  readonly #role: HistoryClientRole;
  readonly #recorder: HistoryRecorder;
  readonly #random: SeededRandom;
  readonly #appender: Appender;
  #lastTail: number;

  constructor(role: HistoryClientRole, recorder: HistoryRecorder, random: SeededRandom) {
    this.#role = role;
    this.#lastTail = role.firstTail;
    this.#recorder = recorder;
    this.#random = random;
    this.#appender = new Appender(role.stream, role.appendsBy);
  }

  /** Resolves after so many operations, or earlier when the history has no id left for it. */
  async run(operations: number): Promise<void> {
    let clientId = this.#recorder.newClient();
    for (let operation = 0; operation < operations && clientId !== undefined; operation++) {
      const { token, workload } = this.#role;
      const step = nextStep(workload, { operation, token, lastTail: this.#lastTail }, this.#random);
      const open = this.#recorder.start(clientId, callOf(step));
      const result = await this.#perform(step);
      this.#recorder.finish(open, result);
      if ("tail" in result) this.#lastTail = result.tail;
      if (result.kind === "maybeAppended") clientId = this.#recorder.newClient();
    }
    await this.#appender.close();
  }

  #perform(step: Step): Promise<Result> {
    switch (step.kind) {
      case "read":
        return this.#read();
      case "checkTail":
        return this.#checkTail();
      case "fence":
        return this.#appender.append([AppendRecord.fence(step.token)], { matchSeqNum: step.matchSeqNum });
      case "append": {
        const { bodies, fencingToken, matchSeqNum } = step;
        return this.#appender.append(
          bodies.map((body) => ({ body })),
          { fencingToken, matchSeqNum },
        );
      }
    }
  }

  /** Reads everything from the beginning to the tail that it meets. */
  async #read(): Promise<Result> {
    let streamHash = EMPTY_STREAM_HASH;
    let tail = 0;
    try {
      const session = this.#role.stream.readSession({
        from: { seqNum: 0 },
        stopAtTail: true,
        retry: RETRY,
        silenceTimeoutMs: PATIENCE.silenceMs,
      });
      for await (const record of session) {
        streamHash = chainHash(streamHash, recordHash(record.body));
        tail = record.seqNum + 1;
      }
      return { kind: "read", tail, streamHash };
    } catch {
      return { kind: "notRead" };
    }
  }

  async #checkTail(): Promise<Result> {
    try {
      const { seqNum } = await this.#role.stream.checkTail({ retry: RETRY });
      return { kind: "tail", tail: seqNum };
    } catch {
      return { kind: "noTail" };
    }
  }
}

function callOf(step: Step): Call {
  if (step.kind === "read" || step.kind === "checkTail") return { kind: step.kind };
  if (step.kind === "fence") {
    return {
      kind: "append",
      recordHashes: [recordHash(new TextEncoder().encode(step.token))],
      setFencingToken: step.token,
      fencingToken: undefined,
      matchSeqNum: step.matchSeqNum,
    };
  }
  const { bodies, fencingToken, matchSeqNum } = step;
  return {
    kind: "append",
    recordHashes: bodies.map(recordHash),
    setFencingToken: undefined,
    fencingToken,
    matchSeqNum,
  };
}
