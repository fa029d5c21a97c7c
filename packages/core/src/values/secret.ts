import { printAs } from "./inspect.js";

const REDACTED = "[redacted]";

/**
 * Holds a token or key so that it cannot be printed, inspected or serialised by accident.
 * The value lives in a private field: no property, prototype or JSON shows it.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
    Object.freeze(this);
  }

  /** The value itself: for the header that carries it, and nothing else. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  static {
    printAs(Secret.prototype, () => REDACTED);
  }
}
Object.freeze(Secret.prototype);
