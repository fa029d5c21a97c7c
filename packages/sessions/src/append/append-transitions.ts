import { type S2Error, SessionClosedError, TransportError } from "@s2kit/core";
import type { AppendEvent, AppendMachine, AppendState } from "./append-machine.js";
import type { BatchTicket } from "./batch-ticket.js";

type Handler<Type extends AppendEvent["type"]> = (
  machine: AppendMachine,
  event: Extract<AppendEvent, { type: Type }>,
) => void;

type Row = { readonly [Type in AppendEvent["type"]]: Handler<Type> };

/** Lets the machine answer an event: every state has an answer to every event. */
export function step(machine: AppendMachine, event: AppendEvent): void {
  (TRANSITIONS[machine.state][event.type] as Handler<AppendEvent["type"]>)(machine, event);
}

const ignore = (): void => undefined;

const hold: Handler<"submit"> = (machine, { ticket }) => machine.enqueue(ticket);

const abort: Handler<"abort"> = (machine, { reason }) => machine.drop(() => reason);

const drop: Handler<"drop"> = (machine, { error }) => machine.drop((maybeApplied) => error.withVerdict(maybeApplied));

const markConnected: Handler<"connected"> = (machine) => {
  const now = machine.effects.now();
  machine.connected = true;
  for (let index = 0; index < machine.inFlight; index++) {
    (machine.queue.at(index) as BatchTicket).sentAt = now;
  }
  machine.watchHead();
};

const overdue = (machine: AppendMachine): S2Error =>
  new TransportError(`no acknowledgement within ${machine.options.ackTimeoutMs} ms`, {
    code: "timeout",
    retryable: true,
    maybeApplied: true,
  });

const TRANSITIONS: { readonly [State in AppendState]: Row } = {
  idle: {
    submit(machine, event) {
      hold(machine, event);
      machine.connect();
    },
    connected: ignore,
    acked: ignore,
    ended: ignore,
    failed: ignore,
    looked: ignore,
    lookFailed: ignore,
    wake: ignore,
    close: (machine) => machine.end("closed", undefined),
    abort,
    drop,
  },
  open: {
    submit(machine, { ticket }) {
      machine.enqueue(ticket);
      machine.send(ticket);
    },
    connected: markConnected,
    acked(machine, { ack, advised }) {
      if (!machine.takeAck(ack) || machine.state !== "open") return;
      if (machine.closing && machine.queue.length === 0) return machine.finish();
      if (advised && !machine.closing && machine.handovers.takeAdvice(machine.effects.now())) {
        machine.state = "handover";
        machine.effects.finish();
        if (machine.inFlight === 0) return machine.wakeAfter(machine.options.ackTimeoutMs);
      }
      machine.watchHead();
    },
    ended(machine) {
      machine.connectionLost(endedEarly());
    },
    failed: (machine, { error }) => machine.connectionLost(error),
    looked: ignore,
    lookFailed: ignore,
    wake(machine) {
      if (!machine.headIsOverdue()) return machine.watchHead();
      machine.effects.cancel(true);
      machine.connectionLost(overdue(machine));
    },
    close(machine) {
      machine.closing = true;
      if (machine.queue.length === 0) machine.finish();
    },
    abort,
    drop,
  },
  handover: {
    submit: hold,
    connected: ignore,
    acked(machine, { ack }) {
      if (!machine.takeAck(ack) || machine.state !== "handover") return;
      if (machine.inFlight > 0) return machine.watchHead();
      machine.wakeAfter(machine.options.ackTimeoutMs);
    },
    ended(machine) {
      if (machine.inFlight > 0) return machine.connectionLost(endedEarly());
      moveOn(machine);
    },
    failed(machine, { error }) {
      // With nothing in flight it owed us nothing more. And all that it took is acknowledged before it says that it drains.
      if (machine.inFlight === 0 || (error.code === "server_draining" && !error.maybeApplied)) return moveOn(machine);
      machine.connectionLost(error);
    },
    looked: ignore,
    lookFailed: ignore,
    wake(machine) {
      if (machine.inFlight > 0) {
        if (!machine.headIsOverdue()) return machine.watchHead();
        machine.effects.cancel(true);
        return machine.connectionLost(overdue(machine));
      }
      if (machine.effects.now() < machine.deadline) return machine.effects.wakeAt(machine.deadline);
      machine.effects.cancel();
      moveOn(machine);
    },
    close(machine) {
      machine.closing = true;
    },
    abort,
    drop,
  },
  waiting: {
    submit: hold,
    connected: ignore,
    acked: ignore,
    ended: ignore,
    failed: ignore,
    looked: ignore,
    lookFailed: ignore,
    wake(machine) {
      if (machine.effects.now() < machine.deadline) return machine.effects.wakeAt(machine.deadline);
      machine.connect();
    },
    close(machine) {
      machine.closing = true;
    },
    abort,
    drop,
  },
  looking: {
    submit: hold,
    connected: ignore,
    acked: ignore,
    ended: ignore,
    failed: ignore,
    looked: (machine, { look }) => machine.options.pinning && machine.looked(machine.options.pinning, look),
    lookFailed: (machine, { error }) => machine.retry(error),
    wake: ignore,
    close(machine) {
      machine.closing = true;
    },
    abort,
    drop,
  },
  finishing: {
    // The shell refuses batches once the session is closing; one that got here would be lost.
    submit: (_machine, { ticket }) => ticket.fail(new SessionClosedError("the append session is closing")),
    connected: ignore,
    acked: (machine, { ack }) => void machine.takeAck(ack),
    ended: (machine) => machine.end("closed", undefined),
    failed: (machine) => machine.end("closed", undefined),
    looked: ignore,
    lookFailed: ignore,
    wake(machine) {
      if (machine.effects.now() < machine.deadline) return machine.effects.wakeAt(machine.deadline);
      machine.effects.cancel();
      machine.end("closed", undefined);
    },
    close: ignore,
    abort,
    drop,
  },
  closed: /* @__PURE__ */ over(),
  failed: /* @__PURE__ */ over(),
};

function over(): Row {
  return {
    submit: (_machine, { ticket }) => ticket.fail(new SessionClosedError("the append session is over")),
    connected: ignore,
    acked: ignore,
    ended: ignore,
    failed: ignore,
    looked: ignore,
    lookFailed: ignore,
    wake: ignore,
    close: ignore,
    abort: ignore,
    drop: ignore,
  };
}

/** The old connection is done with: the next one takes what waits, at once and without counting as a failure. */
function moveOn(machine: AppendMachine): void {
  machine.inFlight = 0;
  if (machine.queue.length === 0) return machine.rest();
  machine.connect();
}

function endedEarly(): S2Error {
  return new TransportError("the service ended the append session before everything was acknowledged", {
    code: "connection_lost",
    retryable: true,
    maybeApplied: true,
  });
}
