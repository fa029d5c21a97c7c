import type { Clock } from "../clock.js";
import { type ApiError, apiError, fencingTokenMismatch, seqNumMismatch } from "../model/api-error.js";
import type { Cipher } from "../model/basin-config.js";
import { U64_MAX } from "../model/limits.js";
import { ORIGIN, type Position } from "../model/position.js";
import { terminalTrim, type ValidBatch, type ValidRecord } from "../model/records.js";
import type { ResolvedStreamConfig } from "../model/stream-config.js";
import type { AppendAck } from "../wire/messages.js";
import { Follower } from "./follower.js";
import { encodeRecords, type RecordLog, type StoredRecord } from "./record-log.js";

/** AES-256-GCM counts records in 32 bits. */
const LAST_GCM_SEQ_NUM = 2 ** 32 - 1;

export interface StreamInit {
  readonly name: string;
  readonly config: ResolvedStreamConfig;
  readonly cipher: Cipher | undefined;
  /** What a repeated create request must present to count as the same; undefined when no repeat counts. */
  readonly idempotencyKey: string | undefined;
  readonly log: RecordLog;
  readonly clock: Clock;
  /** Called after records were trimmed. */
  readonly onTrim: (stream: Stream) => void;
}

interface PendingWrite {
  readonly records: readonly StoredRecord[];
  readonly end: Position;
  /** Records before this one go once the write is durable. */
  readonly trimPoint: number;
}

/**
 * One stream: decides the fate of each append, and feeds live readers. Every decision is made synchronously, so
 * batches are atomic and ordered without locks. What was accepted counts for the next decision at once; it becomes
 * visible, to reads and in acks, when the log says that it is durable.
 */
export class Stream {
  readonly name: string;
  readonly cipher: Cipher | undefined;
  readonly createdAtMs: number;
  readonly idempotencyKey: string | undefined;
  readonly log: RecordLog;
  /** Replaced as a whole by PUT and PATCH; takes effect for the next append. */
  config: ResolvedStreamConfig;
  readonly #clock: Clock;
  readonly #onTrim: (stream: Stream) => void;
  readonly #followers = new Set<Follower>();
  #deletedAtMs: number | undefined;
  #lastWriteMs: number;
  #fencingToken = "";
  #trimPoint = 0;
  /** One past the last accepted record, with the largest timestamp so far. */
  #accepted: Position = ORIGIN;
  #tail: Position = ORIGIN;
  /** Settles when everything accepted so far is visible; undefined when it already is. */
  #flushing: Promise<void> | undefined;

  constructor(init: StreamInit) {
    this.name = init.name;
    this.cipher = init.cipher;
    this.idempotencyKey = init.idempotencyKey;
    this.log = init.log;
    this.config = init.config;
    this.#clock = init.clock;
    this.#onTrim = init.onTrim;
    this.createdAtMs = init.clock.now();
    this.#lastWriteMs = this.createdAtMs;
  }

  /** The durable tail. */
  get tail(): Position {
    return this.#tail;
  }

  get deletedAtMs(): number | undefined {
    return this.#deletedAtMs;
  }

  /** When the last batch was accepted; the time of creation when there was none. */
  get lastWriteMs(): number {
    return this.#lastWriteMs;
  }

  /** True while something accepted is not durable yet. */
  get writing(): boolean {
    return this.#flushing !== undefined;
  }

  /**
   * Accepts a batch or refuses it as a whole, at once: the next batch is judged by the state that this one leaves.
   *
   * @param keyHash - Identifies the encryption key; undefined on a plaintext stream.
   * @returns The ack, once the batch is durable.
   * @throws Synchronously: 409 `stream_deletion_pending`; 412 when the fencing token or, that being right, the
   * sequence number does not match; 422 `invalid` when a required timestamp is missing. It may rest on batches that
   * are not durable yet: report it after `settled`.
   */
  submit(batch: ValidBatch, keyHash: string | undefined): Promise<AppendAck> {
    const refusal = this.#refusal(batch);
    if (refusal !== undefined) throw refusal;
    const nowMs = this.#clock.now();
    const positions = this.#assign(batch.records, BigInt(nowMs));
    const start = positions[0]!;
    const last = positions[positions.length - 1]!;
    this.#checkCipherLimit(batch.records, last.seqNum);
    const end: Position = { seqNum: last.seqNum + 1, timestamp: last.timestamp };
    const trimPoint = this.#applyCommands(batch.records, start.seqNum);
    const records = encodeRecords(batch.records, positions, this.#expiry(nowMs), keyHash);
    return this.#write({ records, end, trimPoint }).then(() => ({ start, end, tail: this.#tail }));
  }

  /** Resolves when everything accepted so far is durable. */
  async settled(): Promise<void> {
    await this.#flushing;
  }

  /** Registers a live reader. @throws 503 `unavailable` when the stream was deleted. */
  follow(): Follower {
    if (this.#deletedAtMs !== undefined) throw streamGone();
    const follower = new Follower(this.#clock);
    this.#followers.add(follower);
    return follower;
  }

  unfollow(follower: Follower): void {
    this.#followers.delete(follower);
  }

  /** Live readers at this moment. */
  get followerCount(): number {
    return this.#followers.size;
  }

  /** Ends the stream with a terminal trim record, which live readers still get before they fail. Idempotent. */
  async delete(): Promise<void> {
    if (this.#deletedAtMs !== undefined) {
      await this.#flushing;
      return;
    }
    const nowMs = this.#clock.now();
    this.#deletedAtMs = nowMs;
    const asked = terminalTrim(this.config.uncapped ? U64_MAX : BigInt(nowMs));
    const positions = this.#assign([asked], BigInt(nowMs), "client-prefer");
    const end: Position = { seqNum: positions[0]!.seqNum + 1, timestamp: positions[0]!.timestamp };
    const records = encodeRecords([asked], positions, this.#expiry(nowMs), undefined);
    await this.#write({ records, end, trimPoint: end.seqNum });
    for (const follower of this.#followers) follower.fail(streamGone());
    this.#followers.clear();
  }

  #refusal({ fencingToken, matchSeqNum, records }: ValidBatch): ApiError | undefined {
    if (this.#deletedAtMs !== undefined) return apiError("stream_deletion_pending", "stream is being deleted");
    if (fencingToken !== undefined && fencingToken !== this.#fencingToken)
      return fencingTokenMismatch(this.#fencingToken);
    const nextSeqNum = this.#accepted.seqNum;
    if (matchSeqNum !== undefined && matchSeqNum !== BigInt(nextSeqNum)) return seqNumMismatch(nextSeqNum);
    if (this.config.timestampingMode === "client-require" && records.some((record) => record.timestamp === undefined)) {
      return apiError("invalid", "this stream requires a timestamp on each record");
    }
    return undefined;
  }

  /** The place of each record: contiguous numbers, timestamps that never go back. */
  #assign(records: readonly ValidRecord[], now: bigint, mode = this.config.timestampingMode): Position[] {
    const { uncapped } = this.config;
    let { seqNum, timestamp: latest } = this.#accepted;
    return records.map((record) => {
      let timestamp = mode === "arrival" ? now : (record.timestamp ?? now);
      if (timestamp > now && !uncapped) timestamp = now;
      if (timestamp < latest) timestamp = latest;
      latest = timestamp;
      return { seqNum: seqNum++, timestamp };
    });
  }

  #checkCipherLimit(records: readonly ValidRecord[], lastSeqNum: number): void {
    if (this.cipher !== "aes-256-gcm" || lastSeqNum <= LAST_GCM_SEQ_NUM) return;
    if (records.every((record) => record.command !== undefined)) return;
    throw apiError("invalid", `an aes-256-gcm stream takes records up to sequence number ${LAST_GCM_SEQ_NUM}`);
  }

  /** Lets fences take effect and returns how far the batch asks to trim. A trim can at most cover itself. */
  #applyCommands(records: readonly ValidRecord[], startSeqNum: number): number {
    let trimPoint = 0;
    records.forEach(({ command }, index) => {
      if (command?.op === "fence") this.#fencingToken = command.token;
      if (command?.op === "trim") {
        const own = startSeqNum + index + 1;
        trimPoint = Math.max(trimPoint, command.seqNum < BigInt(own) ? Number(command.seqNum) : own);
      }
    });
    return trimPoint;
  }

  #expiry(nowMs: number): number {
    const { retention } = this.config;
    return retention === "infinite" ? Number.POSITIVE_INFINITY : nowMs + Number(retention.ageSeconds) * 1000;
  }

  /** Hands records to the log; publishes them when they are durable, in order. */
  #write(write: PendingWrite): Promise<void> {
    this.#accepted = write.end;
    this.#lastWriteMs = this.#clock.now();
    const stored = this.log.append(write.records);
    if (stored === undefined && this.#flushing === undefined) {
      this.#publish(write);
      return Promise.resolve();
    }
    const flushing = Promise.all([this.#flushing, stored]).then(() => {
      this.#publish(write);
      if (this.#flushing === flushing) this.#flushing = undefined;
    });
    this.#flushing = flushing;
    return flushing;
  }

  #publish({ records, end, trimPoint }: PendingWrite): void {
    this.#tail = end;
    for (const follower of this.#followers) follower.push({ records, tail: end });
    this.log.dropExpired(this.#clock.now());
    if (trimPoint <= this.#trimPoint) return;
    this.#trimPoint = trimPoint;
    this.log.trim(trimPoint);
    this.#onTrim(this);
  }
}

function streamGone(): ApiError {
  return apiError("unavailable", "stream was deleted");
}
