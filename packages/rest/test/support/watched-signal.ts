/** An abort signal that counts who listens. */
export class WatchedSignal {
  readonly #controller = new AbortController();
  /** Listeners, and whether one call is enough for them. */
  readonly #listening: Map<unknown, boolean> = new Map();
  /** How often somebody began to listen. */
  everListened = 0;

  constructor() {
    const { signal } = this.#controller;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (type: string, listener: unknown, options?: { once?: boolean }) => {
      this.everListened++;
      this.#listening.set(listener, options?.once === true);
      add(type, listener as EventListener, options as AddEventListenerOptions);
    };
    signal.removeEventListener = (type: string, listener: unknown) => {
      this.#listening.delete(listener);
      remove(type, listener as EventListener);
    };
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Who listens now. */
  get listeners(): number {
    return this.#listening.size;
  }

  abort(reason: unknown): void {
    this.#controller.abort(reason);
    for (const [listener, once] of this.#listening) if (once) this.#listening.delete(listener);
  }
}
