import type { S2ErrorCode } from "@s2kit/core";

/** What a failure of `fetch` is. */
export interface FailureKind {
  readonly text: string;
  readonly code: S2ErrorCode;
  readonly retryable: boolean;
}

/** The connection broke at some time, perhaps after the request was received. */
export const LOST: FailureKind = { text: "the connection was lost", code: "connection_lost", retryable: true };

/** Somebody's mistake, or nobody knows. */
export const UNKNOWN: FailureKind = {
  text: "fetch failed, and not known to be because of the network",
  code: "connection_lost",
  retryable: false,
};

/** What an error says, its causes and those gathered in them; with whatever properties they have. */
export type Failure = Readonly<Record<string, unknown>>;

/** What failures are known to be, and the code by which they are known. Without a kind it is for the messages to say. */
export interface FailureSign {
  readonly kind?: FailureKind;
  readonly sign?: string | undefined;
}
