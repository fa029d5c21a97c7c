/**
 * What a writer was told about a record: `pending` nothing yet, `acked` durable at a place, `notApplied` certainly not on
 * the stream, `maybeApplied` unknown.
 */
export type Outcome = "pending" | "acked" | "notApplied" | "maybeApplied";

/** A batch that a writer gave to an append session. */
export interface SentBatch {
  /** The number of its first record; the others follow. */
  readonly first: number;
  readonly count: number;
  /** Which of the writer's sessions. */
  readonly session: number;
  /** How often the session may have written it: 0 when it was never sent, more than 1 when it was sent again. */
  copiesAllowed: number;
}

/** Everything that one writer did and was told, for the comparison with the stream. Its records are numbered from 0. */
export class WriterJournal {
  readonly writer: number;
  readonly batches: SentBatch[] = [];
  readonly #outcomes: Outcome[] = [];
  readonly #places: (number | undefined)[] = [];
  readonly #batchOf: (SentBatch | undefined)[] = [];
  #sessions = 0;

  constructor(writer: number) {
    this.writer = writer;
  }

  /** Sessions that were opened. */
  get sessions(): number {
    return this.#sessions;
  }

  /** Records that were submitted. */
  get submitted(): number {
    return this.#outcomes.length;
  }

  openSession(): void {
    this.#sessions++;
  }

  /** Takes the numbers of records to be submitted next. @returns The first. */
  take(count: number): number {
    const first = this.#outcomes.length;
    for (let index = 0; index < count; index++) {
      this.#outcomes.push("pending");
      this.#places.push(undefined);
      this.#batchOf.push(undefined);
    }
    return first;
  }

  /** Enters a batch when it is given to a session: calls have the order that the records must have on the stream. */
  send(first: number, count: number): SentBatch {
    const batch: SentBatch = { first, count, session: this.#sessions, copiesAllowed: 0 };
    for (let number = first; number < first + count; number++) {
      if (this.#batchOf[number] !== undefined) throw new Error(`record ${number} is sent in two batches`);
      this.#batchOf[number] = batch;
    }
    this.batches.push(batch);
    return batch;
  }

  acked(number: number, seqNum: number): void {
    this.#settle(number, "acked");
    this.#places[number] = seqNum;
  }

  failed(number: number, maybeApplied: boolean): void {
    this.#settle(number, maybeApplied ? "maybeApplied" : "notApplied");
  }

  /** How many records have this outcome. */
  count(outcome: Outcome): number {
    return this.#outcomes.reduce((count, each) => (each === outcome ? count + 1 : count), 0);
  }

  outcome(number: number): Outcome {
    return this.#outcomes[number] as Outcome;
  }

  /** Where the acknowledgement of a record says that it is. */
  place(number: number): number | undefined {
    return this.#places[number];
  }

  /** The batch of a record; `undefined` when it never got into one. */
  batchOf(number: number): SentBatch | undefined {
    return this.#batchOf[number];
  }

  #settle(number: number, outcome: Outcome): void {
    if (this.#outcomes[number] !== "pending") throw new Error(`record ${number} was settled twice`);
    this.#outcomes[number] = outcome;
  }
}
