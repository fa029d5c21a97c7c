import type { U64 } from "../values/u64.js";
import { exactNumber } from "./inexact-number-error.js";
import { S2Error } from "./s2-error.js";

/**
 * Another writer appended where an exactly-once session had its next batch. `code` is `interference`;
 * the batch and those after it are certainly not on the stream.
 */
export class InterferenceError extends S2Error {
  override readonly name: string = "InterferenceError";
  /** Where the other writer's records were found: the sequence number that the batch was to start at. */
  readonly positionU64: U64;
  /** The stream's tail when it was looked at. */
  readonly tailU64: U64;

  constructor(position: U64, tail: U64, cause?: unknown) {
    super(`another writer's records are at ${position}, the tail is ${tail}`, { code: "interference", cause });
    this.positionU64 = position;
    this.tailU64 = tail;
  }

  /** The position as a number. @throws `inexact_number` above 2^53 − 1: use {@link positionBig}. */
  get position(): number {
    return exactNumber(this.positionU64, "position");
  }

  /** As {@link position}, exact for every u64. */
  get positionBig(): bigint {
    return BigInt(this.positionU64);
  }

  /** The tail as a number. @throws `inexact_number` above 2^53 − 1: use {@link tailBig}. */
  get tail(): number {
    return exactNumber(this.tailU64, "tail");
  }

  /** As {@link tail}, exact for every u64. */
  get tailBig(): bigint {
    return BigInt(this.tailU64);
  }
}
