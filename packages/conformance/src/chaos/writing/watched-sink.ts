import type { AppendBatch, AppendSession, AppendSink, BatchTicket } from "s2kit";
import type { SentBatch, WriterJournal } from "./writer-journal.js";
import { numberWritten } from "./written-record.js";

/** An append session that enters every batch into its writer's journal, together with how often it was sent. */
export class WatchedSink implements AppendSink {
  readonly #session: AppendSession;
  readonly #journal: WriterJournal;
  #previous: BatchTicket | undefined;

  constructor(session: AppendSession, journal: WriterJournal) {
    this.#session = session;
    this.#journal = journal;
  }

  trySubmitBatch(batch: AppendBatch): BatchTicket | undefined {
    const ticket = this.#session.trySubmitBatch(batch);
    if (ticket !== undefined) this.#watch(ticket, this.#enter(batch));
    return ticket;
  }

  async submitBatch(
    batch: AppendBatch,
    options: { readonly signal?: AbortSignal | undefined } = {},
  ): Promise<BatchTicket> {
    const entry = this.#enter(batch);
    const ticket = await this.#session.submitBatch(batch, options);
    this.#watch(ticket, entry);
    return ticket;
  }

  #enter({ records }: AppendBatch): SentBatch {
    const [first] = records;
    if (first === undefined) throw new Error("a batch has at least one record");
    return this.#journal.send(numberWritten(first), records.length);
  }

  /**
   * Connections of a session are numbered, and a ticket knows the last one that its batch was sent on. A batch that has
   * to wait goes out on a later one than the batch before it was on.
   */
  #watch(ticket: BatchTicket, entry: SentBatch): void {
    const connection = connectionOf(ticket);
    const first = connection === 0 ? connectionOf(this.#previous) + 1 : connection;
    this.#previous = ticket;
    const settled = (): void => {
      const last = connectionOf(ticket);
      entry.copiesAllowed = last === 0 ? 0 : last - first + 1;
    };
    ticket.ack().then(settled, settled);
  }
}

/** The last connection that a batch was sent on; 0 before the first. Not for users, so that its type does not tell of it. */
function connectionOf(ticket: BatchTicket | undefined): number {
  return (ticket as { readonly connection?: number } | undefined)?.connection ?? 0;
}
