import type { AppendRecord } from "@s2kit/core";
import { checkInteger, signalIfGiven } from "@s2kit/core/internal";
import { MIN_RECORD_BYTES, type ResolvedBatchOptions } from "../batch/batch-options.js";
import { PermitBudget } from "./permit-budget.js";
import { RecordPermit } from "./record-permit.js";
import type { RecordTicket } from "./record-ticket.js";

/** The part of a producer that its permits need. */
export interface PermitHost {
  /** @throws The producer's failure; `session_closed`. */
  refuseWhenOver(): void;
  hasRoom(bytes: number): boolean;
  /** Waits in line. */
  waitForRoom(bytes: number, signal: AbortSignal | undefined): Promise<void>;
  /** Takes a record of at most so many metered bytes, with room or without. */
  accept(record: AppendRecord, maxBytes: number): RecordTicket;
}

/** Gives out room in a producer: at most as much as one batch can hold, over all permits that are not settled. */
export class Permits {
  readonly #maxBytes: number;
  readonly #budget: PermitBudget;
  readonly #host: PermitHost;

  constructor({ maxBatchBytes, maxBatchRecords }: ResolvedBatchOptions, host: PermitHost) {
    this.#maxBytes = maxBatchBytes;
    this.#budget = new PermitBudget(maxBatchBytes, maxBatchRecords);
    this.#host = host;
  }

  async reserve(meteredBytes: number, signal: AbortSignal | undefined): Promise<RecordPermit> {
    const bytes = checkInteger(meteredBytes, "meteredBytes", MIN_RECORD_BYTES, this.#maxBytes);
    signalIfGiven(signal)?.throwIfAborted();
    const host = this.#host;
    host.refuseWhenOver();
    await this.#budget.take(bytes, signal);
    try {
      if (!host.hasRoom(bytes)) await host.waitForRoom(bytes, signal);
      host.refuseWhenOver();
    } catch (error) {
      this.#budget.give(bytes);
      throw error;
    }
    return new RecordPermit(bytes, {
      accept: (record, maxBytes) => host.accept(record, maxBytes),
      release: () => this.#budget.give(bytes),
    });
  }

  /** Nobody who waits will get a permit any more. */
  refuseAll(error: unknown): void {
    this.#budget.refuseAll(error);
  }
}
