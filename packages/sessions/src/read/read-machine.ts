import { type ResolvedRetryPolicy, type S2Error, type StreamPosition, TransportError, type U64 } from "@s2kit/core";
import { backoffMs } from "@s2kit/core/internal";
import { HandoverBudget } from "../timing/handover-budget.js";
import { renewsToken } from "../transport/target.js";
import type { WireRead } from "../transport/transport.js";
import type { RecordBatch } from "../wire/read-batch.js";
import { ReadCursor, type ReadGap } from "./read-cursor.js";

/**
 * Where a read session stands.
 *
 * - `opening`: a connection is being made, the answer has not begun.
 * - `open`: batches arrive.
 * - `waiting`: pausing before the next connection; at the beginning before the first, until it is woken.
 * - `ended`: everything asked for has arrived. - `failed`: given up. - `closed`: by the caller.
 */
export type ReadState = "opening" | "open" | "waiting" | "ended" | "failed" | "closed";

/** What can happen to a read session. */
export type ReadEvent =
  | { readonly type: "connected" }
  | { readonly type: "opened" }
  | { readonly type: "batch"; readonly batch: RecordBatch; readonly advised: boolean }
  | { readonly type: "ended" }
  | { readonly type: "failed"; readonly error: S2Error }
  /** The consumer has enough for now, or wants more again. */
  | { readonly type: "paused" }
  | { readonly type: "resumed" }
  | { readonly type: "wake" }
  | { readonly type: "close" };

/** What the machine asks its shell to do. */
export interface ReadEffects {
  now(): number;
  random(): number;
  connect(connection: number, read: WireRead): void;
  /** Drops the current connection; `tooSilent` when nothing came from it for too long. */
  cancel(tooSilent?: boolean): void;
  wakeAt(time: number | undefined): void;
  /** Hands a batch on: records, or a heartbeat with just a tail. */
  deliver(batch: RecordBatch): void;
  /** Records between these positions were trimmed before they could be read. */
  gap(gap: ReadGap): void;
  /** The session is behind the tail again until it says otherwise. */
  behind(): void;
  /** The session is over; `error` tells why, unless all was read. Called once. */
  over(error: S2Error | undefined): void;
}

/** What a read session is told at its start. */
export interface ReadMachineOptions {
  readonly read: WireRead;
  readonly retry: ResolvedRetryPolicy;
  /** Longest wait for the answer to begin, in milliseconds. */
  readonly openTimeoutMs: number;
  /** Longest silence of an open connection, in milliseconds. The service sends a heartbeat every 5 to 15 s. */
  readonly silenceTimeoutMs: number;
}

type BatchEvent = Extract<ReadEvent, { type: "batch" }>;

type Handler<Type extends ReadEvent["type"]> = (
  machine: ReadMachine,
  event: Extract<ReadEvent, { type: Type }>,
) => void;

type Row = { readonly [Type in ReadEvent["type"]]: Handler<Type> };

/** The read session without I/O: every state answers every event, time and chance are injected. */
export class ReadMachine {
  readonly effects: ReadEffects;
  readonly options: ReadMachineOptions;
  readonly cursor: ReadCursor;
  readonly handovers: HandoverBudget = new HandoverBudget();
  state: ReadState = "waiting";
  /** The number of the current connection; 0 before the first. */
  connection = 0;
  /** Failures in a row: any frame starts anew. */
  failures = 0;
  paused = false;
  /** When the silence is too long, the answer overdue, or the pause over. */
  deadline: number = Number.POSITIVE_INFINITY;

  constructor(options: ReadMachineOptions, effects: ReadEffects) {
    this.options = options;
    this.effects = effects;
    this.cursor = new ReadCursor(options.read);
  }

  handle(event: ReadEvent): void {
    (TRANSITIONS[this.state][event.type] as Handler<ReadEvent["type"]>)(this, event);
  }

  /** One past the last record received. */
  get next(): U64 | undefined {
    return this.cursor.next;
  }

  get tail(): StreamPosition | undefined {
    return this.cursor.tail;
  }

  connect(): void {
    if (this.cursor.isUsedUp) return this.end(undefined);
    this.state = "opening";
    this.connection++;
    this.deadline = Number.POSITIVE_INFINITY;
    this.effects.wakeAt(undefined);
    this.effects.connect(this.connection, this.cursor.nextRead(this.effects.now()));
  }

  /** Any frame proves that the network works: the silence and the failures start anew. */
  heard(): void {
    this.failures = 0;
    this.handovers.progressed();
    this.watch(this.options.silenceTimeoutMs);
  }

  watch(timeoutMs: number): void {
    this.deadline = this.effects.now() + timeoutMs;
    if (!this.paused) this.effects.wakeAt(this.deadline);
  }

  /** The connection is gone. Decides between an orderly end, trying again, and giving up. */
  connectionLost(error: S2Error): void {
    if (this.cursor.endedBy(error)) return this.end(undefined);
    if (!error.retryable) return this.end(error);
    this.effects.behind();
    if (this.handovers.takeFreeTry(error)) return this.connect();
    this.failures++;
    if (renewsToken(error) || this.failures >= this.options.retry.maxAttempts) return this.end(error);
    const { effects, options } = this;
    const retryAfterMs = (error as { retryAfterMs?: number }).retryAfterMs;
    this.state = "waiting";
    this.deadline = effects.now() + backoffMs(options.retry, this.failures, () => effects.random(), retryAfterMs);
    effects.wakeAt(this.deadline);
  }

  end(error: S2Error | undefined): void {
    this.state = error === undefined ? "ended" : "failed";
    this.effects.wakeAt(undefined);
    this.effects.over(error);
  }

  close(): void {
    const connected = this.state === "opening" || this.state === "open";
    this.state = "closed";
    this.effects.wakeAt(undefined);
    if (connected) this.effects.cancel();
  }
}

const ignore = (): void => undefined;

const close: Handler<"close"> = (machine) => machine.close();

const lost: Handler<"failed"> = (machine, { error }) => machine.connectionLost(error);

/** A follow without bounds has no end of its own: when the service ends it, the connection was merely cut. */
const ended: Handler<"ended"> = (machine) => {
  if (!machine.cursor.isUnbounded) return machine.end(undefined);
  machine.connectionLost(
    new TransportError("the service ended a read that has no end", { code: "connection_lost", retryable: true }),
  );
};

const overdue = (describe: (options: ReadMachine["options"]) => string): Handler<"wake"> => {
  return (machine) => {
    if (machine.paused || machine.effects.now() < machine.deadline) return;
    machine.effects.cancel(true);
    machine.connectionLost(new TransportError(describe(machine.options), { code: "timeout", retryable: true }));
  };
};

const tooSilent = /* @__PURE__ */ overdue(
  ({ silenceTimeoutMs }) => `nothing came from the service within ${silenceTimeoutMs} ms, not even a heartbeat`,
);
const notOpened = /* @__PURE__ */ overdue(
  ({ openTimeoutMs }) => `the service did not begin to answer within ${openTimeoutMs} ms`,
);

function takeBatch(machine: ReadMachine, { batch, advised }: BatchEvent): void {
  machine.state = "open";
  machine.heard();
  const problem = machine.cursor.take(batch, machine.effects);
  if (problem !== undefined) {
    machine.effects.cancel();
    return machine.end(new TransportError(problem, { code: "protocol_error" }));
  }
  // Whoever was told of a gap may have ended the session.
  if (machine.state !== "open") return;
  machine.effects.deliver(batch);
  if (!advised || machine.state !== "open") return;
  if (machine.cursor.isUsedUp || !machine.handovers.takeAdvice(machine.effects.now())) return;
  machine.effects.cancel();
  machine.effects.behind();
  machine.connect();
}

const TRANSITIONS: { readonly [State in ReadState]: Row } = {
  opening: {
    connected: (machine) => machine.watch(machine.options.openTimeoutMs),
    opened(machine) {
      machine.state = "open";
      machine.watch(machine.options.silenceTimeoutMs);
    },
    batch: takeBatch,
    ended,
    failed: lost,
    paused: pause,
    resumed: resume,
    wake: notOpened,
    close,
  },
  open: {
    connected: ignore,
    opened: ignore,
    batch: takeBatch,
    ended,
    failed: lost,
    paused: pause,
    resumed: resume,
    wake: tooSilent,
    close,
  },
  waiting: {
    connected: ignore,
    opened: ignore,
    batch: ignore,
    ended: ignore,
    failed: ignore,
    paused(machine) {
      machine.paused = true;
    },
    resumed(machine) {
      machine.paused = false;
    },
    wake: (machine) => machine.connect(),
    close,
  },
  ended: /* @__PURE__ */ over(),
  failed: /* @__PURE__ */ over(),
  closed: /* @__PURE__ */ over(),
};

/** While we take nothing, silence is ours, not the network's. */
function pause(machine: ReadMachine): void {
  machine.paused = true;
  machine.effects.wakeAt(undefined);
}

function resume(machine: ReadMachine): void {
  machine.paused = false;
  const timeoutMs = machine.state === "open" ? machine.options.silenceTimeoutMs : machine.options.openTimeoutMs;
  machine.watch(timeoutMs);
}

function over(): Row {
  return {
    connected: ignore,
    opened: ignore,
    batch: ignore,
    ended: ignore,
    failed: ignore,
    paused: ignore,
    resumed: ignore,
    wake: ignore,
    close: ignore,
  };
}
