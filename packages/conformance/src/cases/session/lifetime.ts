import assert from "node:assert/strict";
import { type ConformanceCase, casesFor } from "../../harness/conformance-case.js";
import { eventually, expectError, expectStatus } from "../../harness/expectations.js";

const TRIM_OF_EVERYTHING = { headers: [["", "trim"]], body: "\ufffd".repeat(8) };

export const lifetimeCases: ConformanceCase[] = casesFor("session.stream-deleted", [
  {
    name: "read-session",
    proves: "deleting a stream ends a read session on it with a terminal 503 unavailable",
    run: async (context) => {
      const stream = await context.newStream();
      const session = stream.openRead();
      await session.nextBatch();
      expectStatus(await stream.delete(), 202);
      for (;;) {
        const frame = await session.nextFrame();
        assert.notEqual(frame, undefined, "the session ended without an error");
        if (frame?.kind !== "terminal") continue;
        assert.equal(frame.status, 503);
        assert.equal((JSON.parse(frame.text) as { code: string }).code, "unavailable");
        break;
      }
      await session.expectEnd();
    },
  },
  {
    name: "read-session-sees-trim",
    proves: "before that error a read session gets the trim record that stands for the deletion",
    tags: ["lite-quirk"],
    run: async (context) => {
      const stream = await context.newStream();
      await stream.appendBodies("a");
      const session = stream.openRead();
      await session.nextBatch();
      expectStatus(await stream.delete(), 202);
      const { records } = await session.nextRecords();
      assert.equal(records.length, 1);
      const { seq_num, headers, body } = records[0]!;
      assert.deepEqual({ seq_num, headers, body }, { seq_num: 1, ...TRIM_OF_EVERYTHING });
      await session.expectTerminalError(503, "unavailable");
    },
  },
  {
    name: "sse",
    proves: "deleting a stream ends an event stream on it with an error event and without [DONE]",
    run: async (context) => {
      const stream = await context.newStream();
      const events = stream.openSse();
      await events.nextPing();
      expectStatus(await stream.delete(), 202);
      for (let event = await events.next(); ; event = await events.next()) {
        assert.notEqual(event, undefined, "the stream ended without an error");
        assert.notEqual(event?.data, "[DONE]");
        if (event?.event !== "error") continue;
        assert.equal((JSON.parse(event.data ?? "") as { code: string }).code, "unavailable");
        break;
      }
      assert.equal(await events.next(), undefined);
    },
  },
  {
    name: "append-session",
    proves:
      "an append session on a deleted stream ends at its next input with 503 unavailable or 409 stream_deletion_pending",
    run: async (context) => {
      const stream = await context.newStream();
      const session = stream.openAppend();
      session.send({ records: [{ body: "a" }] });
      await session.nextAck();
      expectStatus(await stream.delete(), 202);
      session.send({ records: [{ body: "b" }] });
      const frame = await session.nextFrame();
      assert(frame?.kind === "terminal", "the input was not refused");
      const { code } = JSON.parse(frame.text) as { code: string };
      const outcome = `${frame.status} ${code}`;
      assert(["503 unavailable", "409 stream_deletion_pending", "404 stream_not_found"].includes(outcome), outcome);
    },
  },
  {
    name: "new-stream-is-not-the-old",
    proves: "a session on a deleted stream never sees the records of a new stream of that name",
    run: async (context) => {
      const stream = await context.newStream();
      const session = stream.openRead();
      await session.nextBatch();
      expectStatus(await stream.delete(), 202);
      await eventually(async () => expectStatus(await stream.create(), 201));
      await stream.appendBodies("of the new stream");
      for (;;) {
        const frame = await session.nextFrame();
        assert(frame !== undefined, "the session ended without an error");
        assert(!frame.bytes.includes("of the new stream"));
        if (frame.kind === "terminal") break;
      }
    },
  },
  {
    name: "reopening",
    proves: "a session that is opened again after the deletion is 409 stream_deletion_pending or 404 stream_not_found",
    run: async (context) => {
      const stream = await context.newStream();
      expectStatus(await stream.delete(), 202);
      for (const session of [stream.openAppend(), stream.openRead({ seq_num: 0 })]) {
        const reply = await session.reply();
        if (reply.status === 409) expectError(reply, 409, "stream_deletion_pending");
        else expectError(reply, 404, "stream_not_found");
      }
    },
  },
]);

export const deleteOnEmptyCases: ConformanceCase[] = casesFor("stream.delete-on-empty", [
  {
    name: "never-written",
    proves:
      "a stream with delete-on-empty that was never written goes away; one with data, and one without the option, stay",
    tags: ["slow"],
    run: async (context) => {
      const option = { delete_on_empty: { min_age_secs: 1 } };
      const empty = await context.newStream(option);
      const patched = await context.newStream();
      const withData = await context.newStream(option);
      const plain = await context.newStream();
      expectStatus(await patched.reconfigure(option), 200);
      await withData.appendBodies("a");
      for (const stream of [empty, patched]) {
        await eventually(async () => expectError(await stream.checkTail(), 404, "stream_not_found"), 150_000);
      }
      expectStatus(await withData.checkTail(), 200);
      expectStatus(await plain.checkTail(), 200);
    },
  },
]);
