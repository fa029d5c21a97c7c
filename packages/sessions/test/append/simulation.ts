import {
  ApiError,
  AppendAck,
  type AppendBatch,
  DEFAULT_RETRY_POLICY,
  type ResolvedRetryPolicy,
  S2Error,
  SeqNumMismatchError,
  SessionClosedError,
  StreamPosition,
  TransportError,
} from "@s2kit/core";
import { AppendMachine } from "../../src/append/append-machine.js";
import { step } from "../../src/append/append-transitions.js";
import { BatchIntake } from "../../src/append/batch-intake.js";
import type { BatchTicket } from "../../src/append/batch-ticket.js";
import { Pinning } from "../../src/append/exactly-once.js";
import type { Finding, Look } from "../../src/append/read-back.js";
import { WriterMark } from "../../src/append/writer-mark.js";
import type { EncodedBatch } from "../../src/wire/append-input.js";
import { appendedRecords } from "../../src/wire/appended-records.js";

/** One record on the simulated stream: whose batch, which of its records, and what a reader sees of it. */
type Entry = { readonly batch: number; readonly index: number; readonly content: string };
const FOREIGN = -1;

interface Input {
  readonly ticket: number;
  readonly pin: number | undefined;
  readonly contents: readonly string[];
}

type Reply =
  | { readonly type: "ack"; readonly ack: AppendAck; readonly advised: boolean }
  | { readonly type: "mismatch"; readonly tail: number }
  | { readonly type: "draining" };

interface Connection {
  readonly number: number;
  /** The client still listens. A dead connection's inputs may be processed all the same, at any later time. */
  alive: boolean;
  /** The request left: before that, no input reaches the service. */
  made: boolean;
  poisoned: boolean;
  /** The client half-closed. */
  finished: boolean;
  /** The next acknowledgement carries the advice to reconnect. */
  advise: boolean;
  readonly inputs: Input[];
  readonly replies: Reply[];
}

/** What a schedule can do next. */
export type Move =
  | "submit"
  | "connect"
  | "process"
  | "reply"
  | "cut"
  | "refuse"
  | "forget"
  | "foreign"
  | "wake"
  | "look"
  | "lookFails"
  | "clean end"
  | "drain"
  | "advise"
  | "close"
  | "drop";

/** How a simulated session appends. */
export interface SimulationOptions {
  readonly retry: Partial<ResolvedRetryPolicy>;
  readonly exactlyOnce?: "fail" | "rebase" | undefined;
  /** The transport sends a batch only when the one before is acknowledged. */
  readonly oneAtATime?: boolean | undefined;
  readonly writerId?: string | undefined;
  /** The other writer writes the very records that the session is given. Those are all the same. */
  readonly foreignIsIdentical?: boolean | undefined;
}

/**
 * An append machine against a simulated service and network. A service that was cut off may still process what was on its
 * way, at any later time or never; another writer appends now and then.
 */
export class Simulation {
  readonly log: Entry[] = [];
  readonly tickets: BatchTicket[] = [];
  readonly machine: AppendMachine;
  readonly #connections: Connection[] = [];
  #now = 0;
  #wakeAt: number | undefined;
  #looking = false;
  #closing = false;
  readonly #oneAtATime: boolean;
  readonly #intake: BatchIntake;
  readonly #foreignContent: string;
  /** How often the session was over. */
  overs = 0;

  constructor({ retry, exactlyOnce, oneAtATime = false, writerId, foreignIsIdentical }: SimulationOptions) {
    this.#oneAtATime = oneAtATime;
    const plain = new BatchIntake(false, undefined);
    this.#intake = writerId === undefined ? plain : new BatchIntake(true, new WriterMark(writerId));
    this.#foreignContent = foreignIsIdentical === true ? (contentsOf(plain, 1)[0] as string) : "theirs";
    this.machine = new AppendMachine(
      {
        retry: { ...DEFAULT_RETRY_POLICY, ...retry },
        ackTimeoutMs: 5000,
        oneAtATime,
        pinning: exactlyOnce === undefined ? undefined : new Pinning(exactlyOnce, undefined),
      },
      {
        now: () => this.#now,
        random: () => 0.5,
        connect: (number) => {
          const state = { alive: true, made: false, poisoned: false, finished: false, advise: false };
          this.#connections.push({ number, ...state, inputs: [], replies: [] });
        },
        send: (ticket) => this.#current?.inputs.push(this.#inputOf(ticket)),
        finish: () => {
          if (this.#current !== undefined) this.#current.finished = true;
        },
        cancel: () => this.#leave(),
        look: () => {
          this.#looking = true;
        },
        cancelLook: () => {
          this.#looking = false;
        },
        wakeAt: (time) => {
          this.#wakeAt = time;
        },
        spare: () => undefined,
        settled: () => undefined,
        over: () => {
          this.overs++;
        },
      },
    );
  }

  /** Makes one move; a move that is not possible now does nothing. `choice` picks among several ways. */
  move(move: Move, choice: number): void {
    const current = this.#current;
    switch (move) {
      case "submit":
        return this.#submit(1 + (choice % 3));
      case "connect":
        if (current === undefined || current.made) return;
        current.made = true;
        return step(this.machine, { type: "connected" });
      case "process":
        return this.#process(this.#connections[choice % Math.max(1, this.#connections.length)]);
      case "reply":
        return this.#reply();
      case "cut":
        if (current === undefined) return;
        this.#leave();
        return step(this.machine, { type: "failed", error: lost() });
      case "refuse":
        // Only a connection of which the service knows nothing can have been refused.
        if (current === undefined || current.replies.length > 0 || current.inputs.length !== this.machine.inFlight)
          return;
        current.inputs.length = 0;
        this.#leave();
        return step(this.machine, { type: "failed", error: refused() });
      case "clean end":
        if (current === undefined || current.replies.length > 0) return;
        this.#leave();
        return step(this.machine, { type: "ended" });
      case "forget": {
        const zombie = this.#connections.find((connection) => !connection.alive && connection.inputs.length > 0);
        if (zombie !== undefined) zombie.inputs.length = 0;
        return;
      }
      case "drain":
        // Everything that the service took is acknowledged before it says that it drains.
        if (current === undefined || !current.made || current.poisoned) return;
        current.poisoned = true;
        current.replies.push({ type: "draining" });
        return;
      case "advise":
        if (current !== undefined) current.advise = true;
        return;
      case "close":
        this.#closing = true;
        return step(this.machine, { type: "close" });
      case "drop":
        this.#closing = true;
        return step(this.machine, { type: "drop", error: new SessionClosedError("enough") });
      case "foreign":
        for (let index = 0; index <= choice % 2; index++) {
          this.log.push({ batch: FOREIGN, index, content: this.#foreignContent });
        }
        return;
      case "wake":
        if (this.#wakeAt === undefined) return;
        this.#now = Math.max(this.#now, this.#wakeAt);
        return step(this.machine, { type: "wake" });
      case "look":
        if (!this.#looking) return;
        this.#looking = false;
        return step(this.machine, { type: "looked", look: this.#lookNow() });
      case "lookFails":
        if (!this.#looking) return;
        this.#looking = false;
        return step(this.machine, { type: "lookFailed", error: lost() });
    }
  }

  /** Lets everything come to rest: no more faults, every reply arrives, every zombie's input is processed. */
  settle(): void {
    for (let round = 0; round < 10_000 && !this.#isAtRest; round++) {
      this.move("connect", 0);
      for (const connection of this.#connections) this.#process(connection);
      this.#reply();
      this.move("look", 0);
      const busy = this.#current !== undefined && this.#current.inputs.length + this.#current.replies.length > 0;
      if (!busy && !this.#looking) this.move("wake", 0);
    }
    // What was on its way when the client gave up lands last of all.
    for (const connection of this.#connections) {
      connection.replies.length = 0;
      while (connection.inputs.length > 0 && connection.made && !connection.poisoned) {
        this.#process(connection);
        connection.replies.length = 0;
      }
    }
  }

  /** Every ticket is settled, and a session that was closed is over. */
  get #isAtRest(): boolean {
    if (this.tickets.some((ticket) => ticket.state === "pending")) return false;
    return !this.#closing || this.overs > 0;
  }

  /** Where each batch's first record stands on the stream; more than one place means that it was written twice. */
  places(ticket: number): number[] {
    return this.log.flatMap((entry, place) => (entry.batch === ticket && entry.index === 0 ? [place] : []));
  }

  /** The error of a failed ticket. */
  async errorOf(ticket: BatchTicket): Promise<S2Error> {
    const error: unknown = await ticket.ack().then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!S2Error.is(error)) throw new Error(`no S2Error: ${String(error)}`);
    return error;
  }

  get #current(): Connection | undefined {
    const newest = this.#connections[this.#connections.length - 1];
    return newest?.alive === true ? newest : undefined;
  }

  #leave(): void {
    const current = this.#current;
    if (current === undefined) return;
    current.alive = false;
    if (!current.made) current.inputs.length = 0;
    // Whatever was behind the batch that was on its way never left.
    if (this.#oneAtATime) current.inputs.length = Math.min(current.inputs.length, current.replies.length > 0 ? 0 : 1);
  }

  #submit(records: number): void {
    if (this.#closing || this.overs > 0) return;
    const ticket = this.#intake.ticket(sameRecords(records), true);
    this.tickets.push(ticket);
    step(this.machine, { type: "submit", ticket });
  }

  #inputOf(ticket: BatchTicket): Input {
    const { matchSeqNum } = ticket.encoded;
    const pin = matchSeqNum === undefined ? undefined : Number(matchSeqNum);
    return { ticket: this.tickets.indexOf(ticket), pin, contents: contents(ticket.encoded) };
  }

  /** The service takes the next input of a connection: alive or not, it cannot know. */
  #process(connection: Connection | undefined): void {
    if (connection === undefined || !connection.made || connection.poisoned) return;
    if (this.#oneAtATime && connection.replies.length > 0) return;
    const input = connection.inputs.shift();
    if (input === undefined) return;
    const start = this.log.length;
    if (input.pin !== undefined && input.pin !== start) {
      connection.poisoned = true;
      connection.replies.push({ type: "mismatch", tail: start });
      return;
    }
    for (const [index, content] of input.contents.entries()) this.log.push({ batch: input.ticket, index, content });
    const end = new StreamPosition(this.log.length, 0);
    const ack = new AppendAck(new StreamPosition(start, 0), end, end);
    connection.replies.push({ type: "ack", ack, advised: connection.advise });
    connection.advise = false;
  }

  #reply(): void {
    const current = this.#current;
    const reply = current?.replies.shift();
    if (current === undefined) return;
    if (reply === undefined) {
      if (!current.finished || current.inputs.length > 0) return;
      this.#leave();
      return step(this.machine, { type: "ended" });
    }
    if (reply.type === "ack") return step(this.machine, { type: "acked", ack: reply.ack, advised: reply.advised });
    this.#leave();
    if (reply.type === "draining") return step(this.machine, { type: "failed", error: draining() });
    const error = new SeqNumMismatchError(reply.tail, { code: "seq_num_mismatch", status: 412 });
    step(this.machine, { type: "failed", error });
  }

  #lookNow(): Look {
    const seen = this.log.slice();
    const tail = new StreamPosition(seen.length, 0);
    return {
      tail: seen.length,
      find: (ticket): Finding => {
        const pin = Number(ticket.encoded.matchSeqNum);
        const { recordCount } = ticket.encoded;
        for (const [index, content] of contents(ticket.encoded).entries()) {
          if (seen[pin + index]?.content !== content) return "different";
        }
        return new AppendAck(new StreamPosition(pin, 0), new StreamPosition(pin + recordCount, 0), tail);
      },
    };
  }
}

/** So many records that nobody could tell from those of another batch. */
function sameRecords(count: number): AppendBatch {
  return { records: Array.from({ length: count }, () => ({})), meteredBytes: 8 * count };
}

function contentsOf(intake: BatchIntake, count: number): string[] {
  return contents(intake.ticket(sameRecords(count), true).encoded);
}

/** What a look compares: headers and body, of each record. */
function contents(encoded: EncodedBatch): string[] {
  return Array.from(appendedRecords(encoded), ({ headers, body }) => JSON.stringify([headers, [...body]]));
}

function lost(): S2Error {
  return new TransportError("cut", { code: "connection_lost", retryable: true, maybeApplied: true });
}

function draining(): S2Error {
  return new ApiError("bye", { code: "server_draining", status: 503, retryable: true, maybeApplied: false });
}

function refused(): S2Error {
  return new TransportError("refused", { code: "request_refused", retryable: true, maybeApplied: false });
}
