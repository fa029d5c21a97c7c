/**
 * One pending flush: settles when everything that was submitted before it has, a turn later, so that those who wait for
 * an acknowledgement hear of it before those who wait for the flush.
 */
export class Barrier {
  readonly promise: Promise<void>;
  /** Something that it covers failed without ever being in a batch. */
  isBroken = false;
  /** Nobody but the producer itself waits for it. */
  readonly isOwn: boolean;
  /** Takes the barrier out of where it waits. */
  leave: (() => void) | undefined;
  /** Called once, when it is settled. */
  onSettled: (() => void) | undefined;
  #resolve!: () => void;
  #reject!: (error: unknown) => void;

  constructor(isOwn = false) {
    this.isOwn = isOwn;
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  resolve(): void {
    this.onSettled?.();
    queueMicrotask(this.#resolve);
  }

  reject(error: unknown): void {
    this.onSettled?.();
    queueMicrotask(() => this.#reject(error));
  }
}
