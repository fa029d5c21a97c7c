import { AppendAck, DEFAULT_RETRY_POLICY, StreamPosition } from "@s2kit/core";
import { AppendSession } from "../../src/append/append-session.js";
import type { AppendSessionInit } from "../../src/append/append-session-init.js";
import type { AppendConnection, AppendListener, AppendTransport } from "../../src/transport/transport.js";
import type { EncodedBatch } from "../../src/wire/append-input.js";
import { ManualClock } from "../transport/support/manual-clock.js";

/** A connection as the session made it. */
export interface ScriptedConnection {
  readonly listener: AppendListener;
  /** What was sent on it and is not acknowledged. */
  readonly unacked: EncodedBatch[];
  finished: boolean;
  cancelled: boolean;
  /** The service or the network ended it. */
  over: boolean;
}

/** An append session over connections that do what a test says, with a clock that stands still. */
export class ScriptedAppend {
  readonly clock: ManualClock = new ManualClock();
  readonly connections: ScriptedConnection[] = [];
  readonly stop: AbortController = new AbortController();
  readonly session: AppendSession;
  /** Where the next acknowledgement starts. */
  tail = 0;

  constructor(init: Partial<AppendSessionInit> = {}) {
    const transport: AppendTransport = {
      name: "http2",
      oneAtATime: false,
      letsGoOfFrames: true,
      connect: (listener) => this.#connect(listener),
    };
    this.session = new AppendSession({
      transport,
      retry: DEFAULT_RETRY_POLICY,
      ackTimeoutMs: 5000,
      maxInflightBytes: 1_048_576,
      maxInflightBatches: 3,
      exactlyOnce: undefined,
      signal: this.stop.signal,
      clock: this.clock,
      random: () => 0.5,
      ...init,
    });
  }

  /** The connection that still stands. */
  get current(): ScriptedConnection | undefined {
    const newest = this.connections.at(-1);
    return newest === undefined || newest.cancelled || newest.over ? undefined : newest;
  }

  /** Acknowledges the oldest batch of the current connection, if there is one. */
  ack(advised = false): boolean {
    const { current } = this;
    const batch = current?.unacked.shift();
    if (current === undefined || batch === undefined) return false;
    const start = this.tail;
    this.tail += batch.recordCount;
    const end = new StreamPosition(this.tail, 0);
    current.listener.acked(new AppendAck(new StreamPosition(start, 0), end, end), advised);
    return true;
  }

  /** Ends the current connection, by `tell`. */
  end(tell: (listener: AppendListener) => void): void {
    const { current } = this;
    if (current === undefined) return;
    current.over = true;
    tell(current.listener);
  }

  #connect(listener: AppendListener): AppendConnection {
    const connection: ScriptedConnection = { listener, unacked: [], finished: false, cancelled: false, over: false };
    this.connections.push(connection);
    return {
      send: (batch) => void connection.unacked.push(batch),
      finish: () => {
        connection.finished = true;
      },
      cancel: () => {
        connection.cancelled = true;
      },
      hold: () => undefined,
    };
  }
}
