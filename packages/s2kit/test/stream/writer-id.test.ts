import { describe, expect } from "vitest";
import { type AppendSessionOptions, MiB, type Stream, WRITER_HEADER } from "../../src/index.js";
import { test as base } from "../support/harness.js";

const test = base.extend<{ stream: Stream }>({
  stream: async ({ basin }, use) => {
    await basin.streams.create({ stream: "records" });
    await use(basin.stream("records"));
  },
});

const session: AppendSessionOptions = { delivery: "exactly-once", writerId: "w1" };
/** Metered bytes of the longest mark of this writer. */
const ROOM = 33;

describe("a producer with a writer id", () => {
  test("leaves room for the mark in every batch, and one record may fill the rest", async ({ stream }) => {
    const producer = stream.producer({ session });
    const full = { body: "x".repeat(MiB - ROOM - 8) };
    const tickets = [await producer.submit(full), await producer.submit({ body: "y" })];
    await producer.close();
    expect(await Promise.all(tickets.map(async (ticket) => (await ticket.ack()).seqNum))).toEqual([0, 1]);
    const { records } = await stream.read({ from: { seqNum: 1 } });
    expect(records[0]?.headers.map((header) => header.toJSON())).toEqual([[WRITER_HEADER, "w1/1"]]);
  });

  test("refuses a record that leaves none, and batches as large as that", async ({ stream }) => {
    await using producer = stream.producer({ session });
    await expect(producer.submit({ body: "x".repeat(MiB - ROOM - 7) })).rejects.toMatchObject({
      code: "invalid_argument",
    });
    expect(() => stream.producer({ session, maxBatchBytes: MiB - ROOM + 1 })).toThrow("maxBatchBytes");
    await using largest = stream.producer({ session, maxBatchBytes: MiB - ROOM });
    expect(largest.state).toBe("open");
  });
});

test("a session tells the largest batch that it takes", async ({ stream }) => {
  await using plain = stream.appendSession();
  await using marked = stream.appendSession(session);
  expect([plain.maxBatchBytes, marked.maxBatchBytes]).toEqual([MiB, MiB - ROOM]);
});

test("a writer id without exactly-once delivery is refused", ({ stream }) => {
  expect(() => stream.appendSession({ writerId: "w1" })).toThrow("writerId");
  expect(() => stream.producer({ session: { writerId: "w1" } })).toThrow("writerId");
});
