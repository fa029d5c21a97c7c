import assert from "node:assert/strict";
import type { CaseContext } from "../../harness/case-context.js";
import { type ConformanceCase, casesFor } from "../../harness/conformance-case.js";
import { expectError, expectJson, expectStatus, forEachRow } from "../../harness/expectations.js";
import { bodiesOf, encryptionKey, fence, type StreamHandle } from "../../harness/stream-handle.js";

const KEY = { "s2-encryption-key": encryptionKey(1) };
const OTHER_KEY = { "s2-encryption-key": encryptionKey(2) };

async function encryptedStream(context: CaseContext, cipher: string): Promise<StreamHandle> {
  return (await context.newBasin({ stream_cipher: cipher })).newStream();
}

export const encryptionCases: ConformanceCase[] = casesFor("encryption.key", [
  {
    name: "round-trip",
    proves: "with the key everything works as without encryption, for both ciphers and in every form",
    run: async (context) => {
      for (const cipher of ["aegis-256", "aes-256-gcm"]) {
        const stream = await encryptedStream(context, cipher);
        const record = { timestamp: 5, headers: [["name", "value"]] as [string, string][], body: "secret" };
        expectStatus(await stream.append({ records: [record] }, KEY), 200);
        expectStatus(await stream.appendMessage({ records: [record] }, KEY), 200);
        const session = stream.openAppend(KEY);
        session.send({ records: [record] });
        assert.equal((await session.nextAck()).start.seq_num, 2);
        const expected = [0, 1, 2].map((seq_num) => ({ seq_num, ...record }));
        assert.deepEqual((await stream.readBatch({ seq_num: 0 }, KEY)).records, expected);
        assert.deepEqual((await stream.readMessage({ seq_num: 0 }, KEY)).records, expected);
        const read = await stream.openRead({ seq_num: 0, count: 3 }, KEY).batchesToEnd();
        assert.deepEqual(
          read.flatMap(({ records }) => records),
          expected,
        );
        const events = await stream.openSse({ seq_num: 0, count: 3 }, KEY).batchesToDone();
        assert.deepEqual(
          events.flatMap(({ records }) => records),
          expected,
        );
      }
    },
  },
  {
    name: "live-delivery",
    proves: "followers of an encrypted stream get live batches decrypted",
    run: async (context) => {
      const stream = await encryptedStream(context, "aegis-256");
      const session = stream.openRead({ seq_num: 0 }, KEY);
      await session.nextBatch();
      expectStatus(await stream.append({ records: [{ body: "live" }] }, KEY), 200);
      assert.deepEqual(bodiesOf(await session.nextRecords()), ["live"]);
    },
  },
  {
    name: "missing-key",
    proves: "without a key an encrypted stream answers 400 bad_header before anything is appended or streamed",
    run: async (context) => {
      const stream = await encryptedStream(context, "aegis-256");
      expectError(await stream.append({ records: [{}] }), 400, "bad_header");
      expectError(await stream.appendMessage({ records: [{}] }), 400, "bad_header");
      expectError(await stream.openAppend().reply(), 400, "bad_header");
      expectStatus(await stream.append({ records: [{ body: "a" }] }, KEY), 200);
      expectError(await stream.read({ seq_num: 0 }), 400, "bad_header");
      expectError(await stream.openSse({ seq_num: 0 }).reply(), 400, "bad_header");
      expectError(await stream.openRead({ seq_num: 0 }).reply(), 400, "bad_header");
      assert.equal((await stream.tail()).seq_num, 1);
    },
  },
  {
    name: "malformed-key",
    proves: "a key that is not padded base64 of 32 bytes is answered 400 bad_header on an encrypted stream",
    run: async (context) => {
      const stream = await encryptedStream(context, "aes-256-gcm");
      const rows = [
        Buffer.alloc(31).toString("base64"),
        Buffer.alloc(16).toString("base64"),
        encryptionKey(1).slice(0, -1),
        encryptionKey(0xff).replaceAll("/", "_"),
        "x".repeat(44),
      ];
      await forEachRow(rows, async (key) => {
        expectError(await stream.append({ records: [{}] }, { "s2-encryption-key": key }), 400, "bad_header");
        expectError(await stream.read({ seq_num: 0 }, { "s2-encryption-key": key }), 400, "bad_header");
      });
    },
  },
  {
    name: "length-is-checked-always",
    proves: "a key of 0 or more than 44 characters is 400 bad_header on a plain stream too; any other is ignored there",
    run: async (context) => {
      const stream = await context.newStream();
      for (const key of ["", "x".repeat(45)]) {
        expectError(await stream.append({ records: [{}] }, { "s2-encryption-key": key }), 400, "bad_header");
        expectError(await stream.read({ seq_num: 0 }, { "s2-encryption-key": key }), 400, "bad_header");
      }
      expectStatus(await stream.append({ records: [{ body: "a" }] }, { "s2-encryption-key": "x" }), 200);
      assert.deepEqual(bodiesOf(await stream.readBatch({ seq_num: 0 }, { "s2-encryption-key": "x".repeat(44) })), [
        "a",
      ]);
    },
  },
  {
    name: "wrong-key",
    proves: "a wrong key is decryption_failed: 400, a terminal frame after the head, or an error event",
    run: async (context) => {
      for (const cipher of ["aegis-256", "aes-256-gcm"]) {
        const stream = await encryptedStream(context, cipher);
        expectStatus(await stream.append({ records: [{ body: "secret" }] }, KEY), 200);
        expectError(await stream.read({ seq_num: 0 }, OTHER_KEY), 400, "decryption_failed");
        expectError(
          await stream.read({ seq_num: 0 }, { ...OTHER_KEY, accept: "application/protobuf" }),
          400,
          "decryption_failed",
        );
        await stream.openRead({ seq_num: 0 }, OTHER_KEY).expectTerminalError(400, "decryption_failed");
        assert.equal(await stream.openSse({ seq_num: 0 }, OTHER_KEY).expectError(), "decryption_failed");
      }
    },
  },
  {
    name: "mixed-keys",
    proves: "the key is not checked on append: records may have different keys, and each is readable with its own",
    run: async (context) => {
      const stream = await encryptedStream(context, "aegis-256");
      expectStatus(await stream.append({ records: [{ body: "one" }] }, KEY), 200);
      expectStatus(await stream.append({ records: [{ body: "two" }] }, OTHER_KEY), 200);
      assert.deepEqual(bodiesOf(await stream.readBatch({ seq_num: 0, count: 1 }, KEY)), ["one"]);
      assert.deepEqual(bodiesOf(await stream.readBatch({ seq_num: 1 }, OTHER_KEY)), ["two"]);
      expectError(await stream.read({ seq_num: 0 }, KEY), 400, "decryption_failed");
    },
  },
  {
    name: "commands-are-plain",
    proves: "command records are readable with any well-formed key, and fence as on a plain stream",
    run: async (context) => {
      const stream = await encryptedStream(context, "aes-256-gcm");
      expectStatus(await stream.append({ records: [fence("token")] }, KEY), 200);
      const { records } = await stream.readBatch({ seq_num: 0 }, OTHER_KEY);
      assert.deepEqual(records[0]?.headers, [["", "fence"]]);
      expectJson(await stream.append({ records: [{}], fencing_token: "" }, KEY), 412, {
        fencing_token_mismatch: "token",
      });
    },
  },
  {
    name: "not-for-administration",
    proves: "check-tail and configuration need no key",
    run: async (context) => {
      const stream = await encryptedStream(context, "aegis-256");
      expectStatus(await stream.checkTail(), 200);
      expectStatus(await stream.config(), 200);
      expectStatus(await stream.reconfigure({ storage_class: "standard" }), 200);
    },
  },
  {
    name: "metering-ignores-encryption",
    proves: "encryption does not change metered sizes",
    run: async (context) => {
      const stream = await encryptedStream(context, "aegis-256");
      const body = "x".repeat(1024 * 1024 - 8);
      expectStatus(await stream.append({ records: [{ body }] }, KEY), 200);
      expectError(await stream.append({ records: [{ body: `${body}x` }] }, KEY), 422, "invalid");
      expectStatus(await stream.append({ records: [{ body: "12" }, { body: "3" }] }, KEY), 200);
      assert.deepEqual(bodiesOf(await stream.readBatch({ seq_num: 1, bytes: 19 }, KEY)), ["12", "3"]);
      assert.deepEqual(bodiesOf(await stream.readBatch({ seq_num: 1, bytes: 18 }, KEY)), ["12"]);
    },
  },
]);
