import {
  type AppendAck,
  type AppendBatch,
  type AppendSession,
  type BatchTicket,
  checkBatch,
  TransportError,
} from "s2kit";

/** A batch for the service, or what to tell in place of what the service says. */
export interface Defect {
  readonly name: string;
  /** What the session does in place of submitting the batch. */
  submit(session: AppendSession, batch: AppendBatch): Promise<BatchTicket>;
}

/** A ticket that tells something else than the session's own. */
function ticketThatTells(tell: () => Promise<AppendAck>): BatchTicket {
  return { connection: 1, ack: tell } as Partial<BatchTicket> as BatchTicket;
}

/** Every third batch is treated badly. */
const BAD_EVERY = 3;

export const DEFECTS: Readonly<Record<string, () => Defect>> = {
  "acknowledges what it never sent": () => {
    let last: BatchTicket | undefined;
    return {
      name: "lost",
      async submit(session, batch) {
        if (last !== undefined) {
          const before = await last.ack();
          last = undefined;
          return ticketThatTells(() => Promise.resolve(before));
        }
        last = await session.submitBatch(batch);
        return last;
      },
    };
  },
  "sends a batch twice": () =>
    everyThird("duplicatedWithoutCause", async (session, batch) => {
      await session.submitBatch(batch);
      return await session.submitBatch(batch);
    }),
  "says that nothing was applied when it was": () =>
    everyThird("wronglyDenied", async (session, batch) => {
      const ticket = await session.submitBatch(batch);
      return ticketThatTells(async () => {
        await ticket.ack();
        throw new TransportError("broken on purpose", { code: "connection_lost", maybeApplied: false });
      });
    }),
  "takes an acknowledgement for that of another batch": () => {
    let before: BatchTicket | undefined;
    return everyThird("misplaced", async (session, batch) => {
      const ticket = await session.submitBatch(batch);
      const other = before;
      before = ticket;
      return other === undefined ? ticket : ticketThatTells(() => other.ack());
    });
  },
  "writes a batch in part": () =>
    everyThird("torn", (session, { records: [first] }) =>
      session.submitBatch(checkBatch(first === undefined ? [] : [first])),
    ),
  "lets a later batch overtake an earlier one": () => {
    let held: { readonly batch: AppendBatch; take(ticket: Promise<BatchTicket>): void } | undefined;
    return {
      name: "reordered",
      async submit(session, batch) {
        if (held === undefined) {
          const later = new Promise<BatchTicket>((take) => {
            held = { batch, take };
          });
          return ticketThatTells(async () => await (await later).ack());
        }
        const ticket = await session.submitBatch(batch);
        held.take(session.submitBatch(held.batch));
        held = undefined;
        return ticket;
      },
    };
  },
};

function everyThird(name: string, submit: Defect["submit"]): Defect {
  let count = 0;
  return {
    name,
    submit: (session, batch) => (++count % BAD_EVERY === 0 ? submit(session, batch) : session.submitBatch(batch)),
  };
}
