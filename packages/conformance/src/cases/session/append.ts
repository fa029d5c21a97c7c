import assert from "node:assert/strict";
import { type ConformanceCase, casesFor } from "../../harness/conformance-case.js";
import { expectError, expectSessionHead, expectStatus } from "../../harness/expectations.js";
import { bodiesOf, fence, trim } from "../../harness/stream-handle.js";
import { messageFrame } from "../../wire/frame.js";
import { encodeAppendInput, type Position } from "../../wire/messages.js";

const record = (body: string) => ({ records: [{ body }] });

export const appendSessionCases: ConformanceCase[] = casesFor("append-session.acks", [
  {
    name: "opens-before-input",
    proves: "the response head comes before any input, with the headers of a stream that must not be buffered",
    run: async (context) => {
      const session = (await context.newStream()).openAppend();
      const head = await session.head();
      expectSessionHead(head);
      assert.equal(head.headers["cache-control"], "no-cache, no-transform");
      assert.equal(head.headers["x-accel-buffering"], "no");
      assert.equal(head.headers["content-encoding"], undefined);
      session.halfClose();
      await session.expectEnd();
    },
  },
  {
    name: "one-ack-for-each-input",
    proves: "each input is answered by one ack, in order, while the request is open",
    run: async (context) => {
      const stream = await context.newStream({ timestamping: { mode: "client-require" } });
      const session = stream.openAppend();
      for (let seqNum = 0; seqNum < 5; seqNum += 1) {
        session.send({ records: [{ timestamp: seqNum + 1, body: `${seqNum}` }] });
        const position = (next: number): Position => ({ seq_num: next, timestamp: seqNum + 1 });
        assert.deepEqual(await session.nextAck(), {
          start: position(seqNum),
          end: position(seqNum + 1),
          tail: position(seqNum + 1),
        });
      }
      session.halfClose();
      await session.expectEnd();
    },
  },
  {
    name: "pipelined",
    proves: "a hundred inputs sent without waiting are acked in order, contiguously, and stored in order",
    run: async (context) => {
      const stream = await context.newStream();
      const session = stream.openAppend();
      const inputs = Array.from({ length: 100 }, (_, index) => ({
        records: Array.from({ length: 1 + (index % 3) }, (_, record) => ({ body: `${index}.${record}` })),
      }));
      for (const input of inputs) session.send(input);
      session.halfClose();
      let next = 0;
      for (const { records } of inputs) {
        const { start, end, tail } = await session.nextAck();
        assert.equal(start.seq_num, next);
        next += records.length;
        assert.equal(end.seq_num, next);
        assert(Number(tail.seq_num) >= next);
      }
      await session.expectEnd();
      assert.deepEqual(
        await stream.bodies(),
        inputs.flatMap(({ records }) => records.map(({ body }) => body)),
      );
    },
  },
  {
    name: "large-inputs",
    proves: "fifty pipelined inputs of 100 KB are acked and stored",
    run: async (context) => {
      const stream = await context.newStream();
      const session = stream.openAppend();
      for (let index = 0; index < 50; index += 1) session.send(record(`${index}:`.padEnd(100_000, "x")));
      session.halfClose();
      for (let index = 0; index < 50; index += 1) assert.equal((await session.nextAck()).start.seq_num, index);
      await session.expectEnd();
      const read = await stream.openRead({ seq_num: 0, count: 50 }).batchesToEnd();
      const prefixes = read.flatMap(bodiesOf).map((body) => body.split(":")[0]);
      assert.deepEqual(
        prefixes,
        Array.from({ length: 50 }, (_, index) => `${index}`),
      );
    },
  },
  {
    name: "no-input-at-all",
    proves: "a session without inputs ends cleanly when the client half-closes",
    run: async (context) => {
      const session = (await context.newStream()).openAppend();
      session.halfClose();
      expectSessionHead(await session.head());
      await session.expectEnd();
    },
  },
  {
    name: "half-close-awaits-acks",
    proves: "after a half-close the remaining acks come, then the end, without a terminal frame",
    run: async (context) => {
      const session = (await context.newStream()).openAppend();
      for (const body of ["a", "b", "c"]) session.send(record(body));
      session.halfClose();
      for (const seqNum of [0, 1, 2]) assert.equal((await session.nextAck()).start.seq_num, seqNum);
      await session.expectEnd();
    },
  },
  {
    name: "acked-is-visible",
    proves: "what a session has acked is visible to reads and check-tail, while the session is open",
    run: async (context) => {
      const stream = await context.newStream();
      const session = stream.openAppend();
      for (const body of ["a", "b"]) {
        session.send(record(body));
        const { start, end } = await session.nextAck();
        assert.deepEqual(await stream.tail(), end);
        assert.deepEqual(await stream.bodies({ seq_num: start.seq_num }), [body]);
      }
      session.halfClose();
      await session.expectEnd();
    },
  },
  {
    name: "sessions-interleave-by-batch",
    proves: "two sessions and single appends on one stream interleave batch by batch",
    run: async (context) => {
      const stream = await context.newStream();
      const sessions = [stream.openAppend(), stream.openAppend()];
      const writers = sessions.map(async (session, writer) => {
        for (let batch = 0; batch < 20; batch += 1) {
          session.send({ records: [{ body: `${writer}.${batch}.0` }, { body: `${writer}.${batch}.1` }] });
        }
        session.halfClose();
        for (let batch = 0; batch < 20; batch += 1) await session.nextAck();
        await session.expectEnd();
      });
      const single = stream.appendBodies("2.0.0", "2.0.1");
      await Promise.all([...writers, single]);
      const bodies = await stream.bodies();
      assert.equal(bodies.length, 82);
      for (let index = 0; index < bodies.length; index += 2) {
        assert.equal(bodies[index + 1], bodies[index]?.replace(/0$/, "1"));
      }
      const ofFirst = bodies.filter((body) => body.startsWith("0.")).map((body) => Number(body.split(".")[1]));
      assert.deepEqual(
        ofFirst,
        [...ofFirst].sort((a, b) => a - b),
      );
    },
  },
  {
    name: "idle-session-stays",
    proves: "a session that is idle for 65 seconds goes on",
    tags: ["slow"],
    run: async (context) => {
      const session = (await context.newStream()).openAppend();
      session.send(record("a"));
      await session.nextAck();
      await new Promise((resolve) => setTimeout(resolve, 65_000));
      session.send(record("b"));
      assert.equal((await session.nextAck()).start.seq_num, 1);
    },
  },
  {
    name: "commands",
    proves: "fence and trim work in a session",
    run: async (context) => {
      const stream = await context.newStream();
      const session = stream.openAppend();
      session.send({ records: [fence("token")] });
      session.send({ ...record("a"), fencing_token: "token" });
      session.send({ records: [trim(1)] });
      for (const seqNum of [0, 1, 2]) assert.equal((await session.nextAck()).start.seq_num, seqNum);
      session.halfClose();
      await session.expectEnd();
    },
  },
  {
    name: "missing-stream-before-session",
    proves: "a session on a missing stream or basin is an ordinary 404 in JSON",
    run: async (context) => {
      const basin = await context.sharedBasin();
      expectError(await basin.missingStream().openAppend().reply(), 404, "stream_not_found");
      const elsewhere = context.basinNamed(context.uniqueName("missing")).stream("s");
      expectError(await elsewhere.openAppend().reply(), 404, "basin_not_found");
    },
  },
]);

export const appendSessionConditionCases: ConformanceCase[] = casesFor("append-session.conditions", [
  {
    name: "chain-of-matches",
    proves: "pipelined inputs whose match_seq_num counts on the ones before them all succeed",
    run: async (context) => {
      const session = (await context.newStream()).openAppend();
      for (let seqNum = 0; seqNum < 20; seqNum += 1) session.send({ ...record(`${seqNum}`), match_seq_num: seqNum });
      session.halfClose();
      for (let seqNum = 0; seqNum < 20; seqNum += 1) assert.equal((await session.nextAck()).start.seq_num, seqNum);
      await session.expectEnd();
    },
  },
  {
    name: "first-input-fails",
    proves: "a first input whose condition fails is answered by a terminal 412 frame with the actual value",
    run: async (context) => {
      const stream = await context.newStream();
      await stream.appendRecords([fence("token")]);
      const bySeqNum = stream.openAppend();
      bySeqNum.send({ ...record("x"), match_seq_num: 0 });
      assert.deepEqual(await bySeqNum.expectTerminal(412), { seq_num_mismatch: 1 });
      const byToken = stream.openAppend();
      byToken.send({ ...record("x"), fencing_token: "other", match_seq_num: 0 });
      assert.deepEqual(await byToken.expectTerminal(412), { fencing_token_mismatch: "token" });
      assert.equal((await stream.tail()).seq_num, 1);
    },
  },
  {
    name: "failure-poisons-the-rest",
    proves:
      "a failed condition in a pipeline: inputs before it are acked, one terminal frame follows, inputs after it are not applied",
    run: async (context) => {
      const stream = await context.newStream();
      const session = stream.openAppend();
      session.send({ ...record("a"), match_seq_num: 0 });
      session.send({ ...record("b"), match_seq_num: 1 });
      session.send({ ...record("bad"), match_seq_num: 7 });
      for (let later = 0; later < 10; later += 1) session.send(record("later"));
      for (const seqNum of [0, 1]) assert.equal((await session.nextAck()).start.seq_num, seqNum);
      assert.deepEqual(await session.expectTerminal(412), { seq_num_mismatch: 2 });
      assert.deepEqual(await stream.bodies(), ["a", "b"]);
      assert.equal((await stream.appendBodies("c")).start.seq_num, 2);
    },
  },
  {
    name: "fence-governs-next-input",
    proves: "a fence in one input governs the next, and a stale token then ends the session",
    run: async (context) => {
      const session = (await context.newStream()).openAppend();
      session.send({ records: [fence("new")], fencing_token: "" });
      session.send({ ...record("a"), fencing_token: "new" });
      session.send({ ...record("b"), fencing_token: "" });
      for (const seqNum of [0, 1]) assert.equal((await session.nextAck()).start.seq_num, seqNum);
      assert.deepEqual(await session.expectTerminal(412), { fencing_token_mismatch: "new" });
    },
  },
  {
    name: "another-writer-fences",
    proves: "a fence by another writer ends a session at its next input with the token",
    run: async (context) => {
      const stream = await context.newStream();
      await stream.appendRecords([fence("mine")]);
      const session = stream.openAppend();
      session.send({ ...record("a"), fencing_token: "mine" });
      await session.nextAck();
      await stream.appendRecords([fence("theirs")]);
      session.send({ ...record("b"), fencing_token: "mine" });
      assert.deepEqual(await session.expectTerminal(412), { fencing_token_mismatch: "theirs" });
    },
  },
]);

export const appendSessionInputCases: ConformanceCase[] = casesFor("append-session.input", [
  {
    name: "invalid-batch",
    proves: "an invalid batch ends the session with a terminal 422 after the acks of the inputs before it",
    run: async (context) => {
      const stream = await context.newStream({ timestamping: { mode: "client-require" } });
      const invalid = [
        { records: [] },
        { records: Array.from({ length: 1001 }, () => ({ timestamp: 1 })) },
        { records: [{ timestamp: 1, headers: [["", "unknown"]] as [string, string][] }] },
        { records: [{ timestamp: 1, body: "x".repeat(1024 * 1024 - 7) }] },
        { records: [{ body: "no timestamp" }] },
        { records: [{ timestamp: 1 }], fencing_token: "x".repeat(37) },
      ];
      for (const input of invalid) {
        const session = stream.openAppend();
        session.send({ records: [{ timestamp: 1, body: "good" }] });
        session.send(input);
        session.send({ records: [{ timestamp: 1, body: "never" }] });
        await session.nextAck();
        await session.expectTerminalError(422, "invalid");
      }
      assert.deepEqual(new Set(await stream.bodies()), new Set(["good"]));
    },
  },
  {
    name: "arbitrary-chunks",
    proves: "frames may arrive byte by byte or several at once",
    run: async (context) => {
      const stream = await context.newStream();
      const frames = ["a", "b", "c"].map((body) => messageFrame(encodeAppendInput(record(body))));
      const split = stream.openAppend();
      for (const byte of Buffer.concat(frames)) {
        split.sendBytes(Buffer.from([byte]));
        await new Promise((resolve) => setImmediate(resolve));
      }
      for (const seqNum of [0, 1, 2]) assert.equal((await split.nextAck()).start.seq_num, seqNum);
      const joined = stream.openAppend();
      joined.sendBytes(Buffer.concat(frames));
      for (const seqNum of [3, 4, 5]) assert.equal((await joined.nextAck()).start.seq_num, seqNum);
      assert.deepEqual(await stream.bodies(), ["a", "b", "c", "a", "b", "c"]);
    },
  },
  {
    name: "partial-frame-at-end",
    proves: "a frame that is cut by the half-close ends the session with a terminal 400 bad_frame, after the acks",
    run: async (context) => {
      const stream = await context.newStream();
      const frame = messageFrame(encodeAppendInput(record("cut")));
      for (const length of [1, 3, 4, frame.length - 1]) {
        const session = stream.openAppend();
        session.send(record("whole"));
        session.sendBytes(frame.subarray(0, length));
        session.halfClose();
        await session.nextAck();
        await session.expectTerminalError(400, "bad_frame");
      }
      assert.deepEqual(new Set(await stream.bodies()), new Set(["whole"]));
    },
  },
  {
    name: "format-header-is-ignored",
    proves: "a session does not look at s2-format",
    run: async (context) => {
      const session = (await context.newStream()).openAppend({ "s2-format": "nonsense" });
      session.send(record("a"));
      await session.nextAck();
    },
  },
  {
    name: "late-input-after-terminal",
    proves: "what is sent after the terminal frame does no harm",
    run: async (context) => {
      const stream = await context.newStream();
      const session = stream.openAppend();
      session.send({ ...record("x"), match_seq_num: 9 });
      await session.expectTerminal(412);
      for (let later = 0; later < 5; later += 1) session.send(record("later"));
      session.halfClose();
      expectStatus(await stream.append(record("after")), 200);
      assert.deepEqual(await stream.bodies(), ["after"]);
    },
  },
]);
