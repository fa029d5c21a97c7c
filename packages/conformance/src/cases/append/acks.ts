import assert from "node:assert/strict";
import { type ConformanceCase, casesFor } from "../../harness/conformance-case.js";
import { expectJson } from "../../harness/expectations.js";

const STAMPED = { timestamping: { mode: "client-require", uncapped: true } };

export const ackCases: ConformanceCase[] = casesFor("append.ack", [
  {
    name: "first-record-is-zero",
    proves: "the first record of a stream gets sequence number 0, and the ack names start, end and tail",
    run: async (context) => {
      const stream = await context.newStream(STAMPED);
      expectJson(await stream.append({ records: [{ timestamp: 7, body: "a" }] }), 200, {
        start: { seq_num: 0, timestamp: 7 },
        end: { seq_num: 1, timestamp: 7 },
        tail: { seq_num: 1, timestamp: 7 },
      });
    },
  },
  {
    name: "end-is-after-last-record",
    proves:
      "start is the position of the first record of the batch, end is one past its last with that record's timestamp",
    run: async (context) => {
      const stream = await context.newStream(STAMPED);
      await stream.appendRecords([{ timestamp: 1 }]);
      const records = [{ timestamp: 10 }, { timestamp: 20 }, { timestamp: 30 }];
      const ack = await stream.appendRecords(records);
      assert.deepEqual(ack.start, { seq_num: 1, timestamp: 10 });
      assert.deepEqual(ack.end, { seq_num: 4, timestamp: 30 });
    },
  },
  {
    name: "sequence-has-no-gap",
    proves: "batches of several sizes get contiguous sequence numbers in the order of their acks",
    run: async (context) => {
      const stream = await context.newStream();
      let next = 0;
      for (const size of [1, 3, 1, 10]) {
        const ack = await stream.appendBodies(...Array.from({ length: size }, (_, index) => `${next + index}`));
        assert.equal(ack.start.seq_num, next);
        next += size;
        assert.equal(ack.end.seq_num, next);
      }
      const bodies = await stream.bodies();
      assert.deepEqual(
        bodies,
        Array.from({ length: next }, (_, index) => `${index}`),
      );
    },
  },
  {
    name: "visible-once-acked",
    proves: "check-tail and read include the records of an append as soon as it is acked",
    run: async (context) => {
      const stream = await context.newStream();
      for (const body of ["a", "b", "c", "d", "e"]) {
        const ack = await stream.appendBodies(body);
        assert.deepEqual(await stream.tail(), ack.end);
        assert.deepEqual(await stream.bodies({ seq_num: ack.start.seq_num }), [body]);
      }
    },
  },
  {
    name: "refused-append-leaves-no-trace",
    proves: "an append that is refused takes no sequence number and changes neither tail nor fencing token",
    run: async (context) => {
      const stream = await context.newStream();
      const { tail } = await stream.appendBodies("kept");
      const refused = [
        { records: [{ headers: [["", "fence"]], body: "token" }, { body: "x" }], match_seq_num: 9 },
        { records: [{ body: "good" }, { headers: [["", "unknown"]] }] },
        { records: [] },
      ];
      for (const input of refused) assert.notEqual((await stream.append(input)).status, 200);
      assert.deepEqual(await stream.tail(), tail);
      const next = await stream.appendRecords([{ body: "next" }], { fencing_token: "" });
      assert.equal(next.start.seq_num, 1);
    },
  },
  {
    name: "tail-is-at-least-end",
    proves: "with appends racing, every ack's tail is at or beyond its end and no two batches share a sequence number",
    run: async (context) => {
      const stream = await context.newStream();
      const acks = await Promise.all(
        Array.from({ length: 20 }, (_, index) => stream.appendBodies(`${index}`, "second")),
      );
      for (const { end, tail } of acks) assert(BigInt(tail.seq_num) >= BigInt(end.seq_num));
      const starts = acks.map(({ start }) => Number(start.seq_num)).sort((a, b) => a - b);
      assert.deepEqual(
        starts,
        Array.from({ length: 20 }, (_, index) => index * 2),
      );
    },
  },
]);
