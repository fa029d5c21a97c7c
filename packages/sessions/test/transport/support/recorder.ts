import type { AppendAck, S2Error } from "@s2kit/core";
import { type AppendConditions, type AppendRecord, checkBatch } from "@s2kit/core";
import type { AppendListener, ReadListener } from "../../../src/transport/transport.js";
import { type EncodedBatch, encodeBatch } from "../../../src/wire/append-input.js";
import type { RecordBatch } from "../../../src/wire/read-batch.js";

/** Keeps what a connection tells, and lets tests wait for it. */
class Recorder {
  /** The names of all events, in order. */
  readonly events: string[] = [];
  failure: S2Error | undefined;
  #wakers: (() => void)[] = [];

  protected note(event: string): void {
    this.events.push(event);
    for (const wake of this.#wakers.splice(0)) wake();
  }

  /** Resolves when it holds, at once if it does already. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.#wakers.push(resolve));
  }

  /** Waits until the connection is over. @returns Its error, if it has failed. */
  async over(): Promise<S2Error | undefined> {
    await this.until(() => this.events.at(-1) === "ended" || this.events.at(-1) === "failed");
    return this.failure;
  }

  connected(): void {
    this.note("connected");
  }

  ended(): void {
    this.note("ended");
  }

  failed(error: S2Error): void {
    this.failure = error;
    this.note("failed");
  }
}

/** What a read connection told. */
export class ReadRecorder extends Recorder implements ReadListener {
  readonly batches: RecordBatch[] = [];
  readonly advised: boolean[] = [];

  opened(): void {
    this.note("opened");
  }

  batch(batch: RecordBatch, reconnectAdvised: boolean): void {
    this.batches.push(batch);
    this.advised.push(reconnectAdvised);
    this.note(batch.count === 0 ? "heartbeat" : "batch");
  }

  get count(): number {
    return this.batches.reduce((sum, batch) => sum + batch.count, 0);
  }

  get texts(): string[] {
    return this.batches.flatMap((batch) => batch.records.map((record) => record.text()));
  }

  get heldBytes(): number {
    return this.batches.reduce((sum, batch) => sum + batch.byteLength, 0);
  }
}

/** What an append connection told. */
export class AppendRecorder extends Recorder implements AppendListener {
  readonly acks: AppendAck[] = [];
  readonly advised: boolean[] = [];

  acked(ack: AppendAck, reconnectAdvised: boolean): void {
    this.acks.push(ack);
    this.advised.push(reconnectAdvised);
    this.note("acked");
  }

  /** Start and end of every acknowledgement. */
  get ranges(): [number, number][] {
    return this.acks.map((ack) => [ack.start.seqNum, ack.end.seqNum]);
  }

  /** Waits for so many acknowledgements, or for the end. */
  acknowledged(count: number): Promise<void> {
    return this.until(() => this.acks.length >= count || this.failure !== undefined);
  }
}

export function encoded(records: readonly AppendRecord[], conditions?: AppendConditions): EncodedBatch {
  return encodeBatch(checkBatch(records, conditions));
}
