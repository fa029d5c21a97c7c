import type { AppendAck } from "@s2kit/core";
import { RecordAck } from "./record-ack.js";

/**
 * Those who asked for acknowledgements of one batch's records before there were any.
 *
 * Tens of thousands of them may wait at a time, and what each keeps alive is most of what a producer costs. So all
 * promises come from one, by one handler, which knows whose turn it is: reactions to a promise run in the order in
 * which they were asked for.
 */
export class RecordAskers {
  readonly #indexes: number[] = [];
  readonly #promises: Promise<RecordAck>[] = [];
  #turn = 0;
  #resolve!: (ack: AppendAck) => void;
  #reject!: (error: unknown) => void;
  readonly #outcome: Promise<AppendAck> = new Promise<AppendAck>((resolve, reject) => {
    this.#resolve = resolve;
    this.#reject = reject;
  });
  readonly #toRecordAck = (ack: AppendAck): RecordAck => new RecordAck(ack, this.#indexes[this.#turn++] as number);

  /** One more asks, for the record at `index`. */
  ask(index: number): Promise<RecordAck> {
    this.#indexes.push(index);
    const promise = this.#outcome.then(this.#toRecordAck);
    this.#promises.push(promise);
    return promise;
  }

  acknowledge(ack: AppendAck): void {
    this.#resolve(ack);
  }

  /** Whoever awaits a promise sees the rejection; that nobody does is no unhandled one. */
  fail(error: unknown): void {
    for (const promise of this.#promises) promise.catch(ignore);
    this.#reject(error);
  }
}

function ignore(): void {
  // The handler on a promise that nobody may be waiting for.
}
