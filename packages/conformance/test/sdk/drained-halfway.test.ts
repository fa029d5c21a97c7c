import { type FaultMoment, startServer } from "@s2kit/server";
import { type AppendRetryPolicy, type CompressionOption, checkBatch, S2, type TransportName } from "s2kit";
import { describe, expect, test } from "vitest";

const BATCHES = 64;
/** Long enough to be compressed. */
const BODY_LENGTH = 2_000;

const bodyOf = (batch: number): string => `${batch} `.padEnd(BODY_LENGTH, "x");

/** What a server does that is about to stop, halfway through: it says so at the next input, or with the ack before it. */
const DRAINS = [
  { action: "drain", at: "before-commit" },
  { action: "advise-reconnect", at: "before-frame" },
] as const satisfies readonly { readonly action: string; readonly at: FaultMoment }[];

describe.each(["noSideEffects", "all"] as const satisfies readonly AppendRetryPolicy[])("under %s", (appends) => {
  describe.each(["none", "gzip"] as const satisfies readonly CompressionOption[])(
    "with compression %s",
    (compression) => {
      test.each(
        DRAINS.flatMap((drain) =>
          (["http2", "fetch"] as const satisfies readonly TransportName[]).map((way) => [drain, way] as const),
        ),
      )(
        "a session that meets %j over %s is acknowledged whole, in order, without an attempt to spare",
        async (drain, way) => {
          await using server = await startServer({ basins: ["drained-halfway"] });
          const drained = server.faults.push({ on: "append-session", after: BATCHES / 2, ...drain });
          await using s2 = new S2({ ...server.clientOptions(), compression, transport: way });
          await s2.basin("drained-halfway").streams.create({ stream: "records" });
          const stream = s2.basin("drained-halfway").stream("records");
          const session = stream.appendSession({ maxInflightBatches: 8, retry: { maxAttempts: 1, appends } });
          const tickets = [];
          for (let batch = 0; batch < BATCHES; batch++) {
            tickets.push(await session.submitBatch(checkBatch([{ body: bodyOf(batch) }])));
          }
          // Before any ticket is awaited.
          await session.close();
          const starts = await Promise.all(tickets.map(async (ticket) => (await ticket.ack()).start.seqNum));
          expect(starts).toEqual(tickets.map((_, batch) => batch));
          const bodies: string[] = [];
          for await (const record of stream.readSession({ from: { seqNum: 0 }, stopAtTail: true }))
            bodies.push(record.text());
          expect(bodies).toEqual(tickets.map((_, batch) => bodyOf(batch)));
          expect(drained.injected).toBe(1);
        },
      );
    },
  );
});
