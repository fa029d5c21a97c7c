import type { Clock } from "@s2kit/core";

/** A timer that is later than this fired in a process that was busy, in milliseconds. */
const LATE_MS = 100;

/** What has arrived meanwhile then gets so long to be looked at, in milliseconds: a few turns of the event loop. */
const GRACE_MS = 25;

/**
 * One timer for a session. Moving the time later costs nothing: the timer fires at the old time and is set again.
 */
export class WakeTimer {
  readonly #clock: Clock;
  readonly #wake: () => void;
  #due: number | undefined;
  #armedFor = Number.POSITIVE_INFINITY;
  #cancel: (() => void) | undefined;
  #keepAlive = false;
  /** The time that was put off because the process had been busy. */
  #putOff: number | undefined;

  constructor(clock: Clock, wake: () => void) {
    this.#clock = clock;
    this.#wake = wake;
  }

  /** Wakes at or after `time`; `undefined` for not at all. Replaces what was asked before. */
  wakeAt(time: number | undefined): void {
    this.#due = time;
    if (time === undefined) return this.#disarm();
    if (time < this.#armedFor) this.#arm(time);
  }

  /** Whether the process must not end before the timer: only while somebody waits for the session. */
  hold(keepAlive: boolean): void {
    if (keepAlive === this.#keepAlive) return;
    this.#keepAlive = keepAlive;
    if (this.#cancel !== undefined) this.#arm(this.#armedFor);
  }

  #arm(time: number): void {
    this.#disarm();
    this.#armedFor = time;
    this.#cancel = this.#clock.schedule(time - this.#clock.now(), () => this.#fired(), this.#keepAlive);
  }

  #disarm(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#armedFor = Number.POSITIVE_INFINITY;
  }

  #fired(): void {
    this.#disarm();
    const due = this.#due;
    if (due === undefined) return;
    const now = this.#clock.now();
    if (now < due) return this.#arm(due);
    // Timers come before the network: what is waited for may be here already. It is not the network that was silent.
    if (now - due > LATE_MS && this.#putOff !== due) {
      this.#putOff = due;
      return this.#arm(now + GRACE_MS);
    }
    this.#due = undefined;
    this.#wake();
  }
}
