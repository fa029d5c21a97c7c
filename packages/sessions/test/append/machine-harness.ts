import { AppendAck, DEFAULT_RETRY_POLICY, type ResolvedRetryPolicy, StreamPosition } from "@s2kit/core";
import { type AppendEffects, AppendMachine, type AppendMachineOptions } from "../../src/append/append-machine.js";
import { step } from "../../src/append/append-transitions.js";
import { BatchTicket } from "../../src/append/batch-ticket.js";

/** What the machine asked for, in order. */
export type Action =
  | { readonly do: "connect"; readonly connection: number }
  | { readonly do: "send"; readonly connection: number; readonly batch: number }
  | { readonly do: "finish" | "cancel" }
  | { readonly do: "over"; readonly error: unknown };

export interface Harness {
  readonly machine: AppendMachine;
  readonly actions: Action[];
  readonly tickets: BatchTicket[];
  /** Frames that the machine is done with. */
  readonly spared: Uint8Array[];
  /** Time now; set it to move on. */
  now: number;
  wakeAt: number | undefined;
  submit(records?: number, matchSeqNum?: number): BatchTicket;
  /** Acknowledges `records` records from `start`. */
  ack(start: number, records?: number, advised?: boolean): void;
  /** Moves time to the wake-up that was asked for, and delivers it. */
  wake(): void;
  /** Batches sent since the last call, as `connection:batch`. */
  sent(): string[];
}

export function ackOf(start: number, records = 1): AppendAck {
  const end = new StreamPosition(start + records, 0);
  return new AppendAck(new StreamPosition(start, 0), end, end);
}

export function harness(
  retry: Partial<ResolvedRetryPolicy> = {},
  ackTimeoutMs = 5000,
  more: Pick<AppendMachineOptions, "oneAtATime"> = {},
): Harness {
  const actions: Action[] = [];
  const tickets: BatchTicket[] = [];
  const spared: Uint8Array[] = [];
  let seen = 0;
  const effects: AppendEffects = {
    now: () => self.now,
    random: () => 0.5,
    connect: (connection) => actions.push({ do: "connect", connection }),
    send: (ticket) => actions.push({ do: "send", connection: self.machine.connection, batch: tickets.indexOf(ticket) }),
    finish: () => actions.push({ do: "finish" }),
    cancel: () => actions.push({ do: "cancel" }),
    look: () => undefined,
    cancelLook: () => undefined,
    wakeAt: (time) => {
      self.wakeAt = time;
    },
    spare: (frame) => spared.push(frame),
    settled: () => undefined,
    over: (error) => actions.push({ do: "over", error }),
  };
  const self: Harness = {
    machine: new AppendMachine({ retry: { ...DEFAULT_RETRY_POLICY, ...retry }, ackTimeoutMs, ...more }, effects),
    actions,
    tickets,
    spared,
    now: 0,
    wakeAt: undefined,
    submit(records = 1, matchSeqNum) {
      const ticket = new BatchTicket({
        frame: new Uint8Array(4),
        recordsEnd: 0,
        recordCount: records,
        meteredBytes: records * 8,
        matchSeqNum,
        fencingToken: undefined,
      });
      tickets.push(ticket);
      step(self.machine, { type: "submit", ticket });
      return ticket;
    },
    ack: (start, records, advised = false) =>
      step(self.machine, { type: "acked", ack: ackOf(start, records), advised }),
    wake() {
      if (self.wakeAt !== undefined) self.now = Math.max(self.now, self.wakeAt);
      step(self.machine, { type: "wake" });
    },
    sent() {
      const fresh = actions.slice(seen);
      seen = actions.length;
      return fresh.flatMap((action) => (action.do === "send" ? [`${action.connection}:${action.batch}`] : []));
    },
  };
  return self;
}
