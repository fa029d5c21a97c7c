import { LinkedQueue } from "../linked-queue.js";
import { waitInQueue } from "../wait-in-queue.js";

interface Asking {
  readonly bytes: number;
  readonly grant: () => void;
  readonly refuse: (error: unknown) => void;
}

/** How much may be promised by permits that are neither used nor given back: what one batch can hold. First come, first served. */
export class PermitBudget {
  readonly #maxBytes: number;
  readonly #maxRecords: number;
  readonly #asking = new LinkedQueue<Asking>();
  #bytes = 0;
  #records = 0;

  constructor(maxBytes: number, maxRecords: number) {
    this.#maxBytes = maxBytes;
    this.#maxRecords = maxRecords;
  }

  /** Takes a share. Waits while there is none left; rejects with `signal.reason`, or what {@link refuseAll} is told. */
  take(bytes: number, signal: AbortSignal | undefined): Promise<void> {
    if (this.#asking.size === 0 && this.#fits(bytes)) {
      this.#add(bytes, 1);
      return Promise.resolve();
    }
    return waitInQueue<Asking, void>(
      this.#asking,
      signal,
      (grant, refuse) => ({ bytes, grant, refuse }),
      () => this.#advance(),
    );
  }

  /** Gives a share back. */
  give(bytes: number): void {
    this.#add(-bytes, -1);
    this.#advance();
  }

  /** Nobody who waits will get a share any more. */
  refuseAll(error: unknown): void {
    for (let first = this.#asking.shift(); first !== undefined; first = this.#asking.shift()) first.refuse(error);
  }

  #fits(bytes: number): boolean {
    return this.#bytes + bytes <= this.#maxBytes && this.#records < this.#maxRecords;
  }

  #advance(): void {
    for (let first = this.#asking.first; first !== undefined && this.#fits(first.bytes); first = this.#asking.first) {
      this.#asking.shift();
      this.#add(first.bytes, 1);
      first.grant();
    }
  }

  #add(bytes: number, records: number): void {
    this.#bytes += bytes;
    this.#records += records;
  }
}
