import type { AppendAck, S2Error, U64 } from "@s2kit/core";
import type { EncodedBatch } from "../wire/append-input.js";
import type { RecordBatch } from "../wire/read-batch.js";

/** Names of the transports, as the `transport` option has them. */
export type TransportName = "http2" | "fetch" | "sse";

/**
 * What a transport tells an append session about one connection, strictly in the order of the wire.
 * After `ended` or `failed` nothing more is told.
 */
export interface AppendListener {
  /** The request left: batches sent so far are on their way, the service can answer from now on. */
  connected(): void;
  /** The acknowledgement of the oldest batch on this connection that has none yet. */
  acked(ack: AppendAck, reconnectAdvised: boolean): void;
  /** The service ended the session without an error. */
  ended(): void;
  /**
   * The connection is over. `error.maybeApplied` false proves that no batch without an acknowledgement was applied;
   * `error.retryable` says whether another connection can help.
   */
  failed(error: S2Error): void;
}

/** One connection of an append session. */
export interface AppendConnection {
  /** Hands a batch over; it goes out after those before it. Never throws, never blocks. */
  send(batch: EncodedBatch): void;
  /** Nothing more will be sent; the service acknowledges what it has and then ends. */
  finish(): void;
  /**
   * Drops the connection at once and reports nothing more.
   *
   * @param tooSilent - What was due did not come: what is under the connection may be dead, and carries no other.
   */
  cancel(tooSilent?: boolean): void;
  /** Whether somebody waits for this connection; an idle one does not keep the process alive. */
  hold(busy: boolean): void;
}

/** Opens connections for an append session. */
export interface AppendTransport {
  readonly name: TransportName;
  /** A batch leaves only when the one before is acknowledged: of those handed over, only the oldest can be on its way. */
  readonly oneAtATime: boolean;
  /**
   * Nothing reads the frame of a batch any more that is acknowledged on the connection it was sent on. False where code
   * that is not ours gets to see it: whoever gave us a `fetch` may keep what goes through it.
   */
  readonly letsGoOfFrames: boolean;
  connect(listener: AppendListener): AppendConnection;
}

/** Where a read starts, as the service takes it. */
export type WireStart = { readonly seqNum: U64 } | { readonly timestamp: U64 } | { readonly tailOffset: U64 };

/** The parameters of one read request. */
export interface WireRead {
  readonly start: WireStart;
  readonly clamp: boolean;
  readonly count: number | undefined;
  readonly bytes: number | undefined;
  readonly until: U64 | undefined;
  /** Whole seconds. */
  readonly wait: number | undefined;
}

/** What a transport tells a read session about one connection, in the order of the wire. */
export interface ReadListener {
  /** The request left; the answer's headers are awaited. */
  connected(): void;
  /** The service accepted the read. */
  opened(): void;
  /** The next batch; without records it is a heartbeat that tells the tail. */
  batch(batch: RecordBatch, reconnectAdvised: boolean): void;
  /** The service ended the read without an error. */
  ended(): void;
  failed(error: S2Error): void;
}

/** One connection of a read session. */
export interface ReadConnection {
  /** Takes nothing more from the network until {@link resume}: flow control then stops the service. */
  pause(): void;
  resume(): void;
  /** Drops the connection at once and reports nothing more. `tooSilent` as {@link AppendConnection.cancel} has it. */
  cancel(tooSilent?: boolean): void;
  /** Whether somebody waits for this connection; an idle one does not keep the process alive. */
  hold(busy: boolean): void;
}

/** Opens connections for a read session. */
export interface ReadTransport {
  readonly name: TransportName;
  connect(read: WireRead, listener: ReadListener): ReadConnection;
}
