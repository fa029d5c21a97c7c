import assert from "node:assert/strict";
import { type ConformanceCase, casesFor } from "../../harness/conformance-case.js";
import { eventually, expectError, expectSessionHead, expectStatus, forEachRow } from "../../harness/expectations.js";
import { encryptionKey } from "../../harness/stream-handle.js";

const RECORD = { records: [{ body: "a" }] };

export const autoCreateCases: ConformanceCase[] = casesFor("stream.auto-create", [
  {
    name: "on-append",
    proves:
      "with create_stream_on_append an append creates the stream with the basin's defaults, as JSON, protobuf and session",
    run: async (context) => {
      const basin = await context.newBasin({
        create_stream_on_append: true,
        default_stream_config: { storage_class: "standard" },
      });
      expectStatus(await basin.stream("json").append(RECORD), 200);
      expectStatus(await basin.stream("protobuf").appendMessage(RECORD), 200);
      const session = basin.stream("session").openAppend();
      expectSessionHead(await session.head());
      session.halfClose();
      await session.expectEnd();
      assert.deepEqual(await basin.streamNames(), ["json", "protobuf", "session"]);
      const config = (await basin.stream("json").config()).json<{ storage_class: string }>();
      assert.equal(config.storage_class, "standard");
    },
  },
  {
    name: "append-only-on-append",
    proves: "create_stream_on_append does not create on a read or check-tail",
    run: async (context) => {
      const basin = await context.newBasin({ create_stream_on_append: true });
      expectError(await basin.stream("s").read(), 404, "stream_not_found");
      expectError(await basin.stream("s").checkTail(), 404, "stream_not_found");
      assert.deepEqual(await basin.streamNames(), []);
    },
  },
  {
    name: "on-read",
    proves:
      "with create_stream_on_read every way of reading and check-tail create the stream; the read itself may be 416",
    run: async (context) => {
      const basin = await context.newBasin({ create_stream_on_read: true });
      expectStatus(await basin.stream("json").read(), 416);
      expectStatus(await basin.stream("sse").openSse({ wait: 0 }).reply(), 200);
      const session = basin.stream("session").openRead({ count: 1 });
      expectStatus(await session.reply(), 416);
      assert.deepEqual(await basin.stream("tail").tail(), { seq_num: 0, timestamp: 0 });
      assert.deepEqual(await basin.streamNames(), ["json", "session", "sse", "tail"]);
      expectError(await basin.stream("append").append(RECORD), 404, "stream_not_found");
    },
  },
  {
    name: "stays-when-the-request-fails",
    proves: "a stream that was created by a request stays although that request then fails",
    run: async (context) => {
      const basin = await context.newBasin({ create_stream_on_append: true, stream_cipher: "aegis-256" });
      const headers = { "s2-encryption-key": encryptionKey(1) };
      expectStatus(await basin.stream("mismatch").append({ ...RECORD, match_seq_num: 9 }, headers), 412);
      expectError(await basin.stream("no-key").append(RECORD), 400, "bad_header");
      assert.deepEqual(await basin.streamNames(), ["mismatch", "no-key"]);
    },
  },
  {
    name: "bad-input-creates-nothing",
    proves: "a request that is invalid in itself creates no stream",
    run: async (context) => {
      const basin = await context.newBasin({ create_stream_on_append: true, create_stream_on_read: true });
      const stream = basin.stream("s");
      const replies = [
        await stream.append({ records: [] }),
        await stream.append({}),
        await stream.append(RECORD, { "s2-format": "x" }),
        await stream.append(RECORD, { "s2-stream-config": "{" }),
        await stream.read({ seq_num: 0, tail_offset: 0 }),
        await stream.read({ timestamp: 5, until: 5 }),
        await stream.read({ seq_num: "x" }),
        await stream.read({ seq_num: 0 }, { "s2-encryption-key": "" }),
        await stream.openSse({ seq_num: 0 }, { "last-event-id": "x" }).reply(),
      ];
      for (const { status } of replies) assert(status === 400 || status === 422, `status ${status}`);
      assert.deepEqual(await basin.streamNames(), []);
    },
  },
  {
    name: "cipher-of-basin",
    proves: "a stream that is created by an append has the basin's cipher",
    run: async (context) => {
      const basin = await context.newBasin({ create_stream_on_append: true, stream_cipher: "aes-256-gcm" });
      const stream = basin.stream("s");
      expectStatus(await stream.append(RECORD, { "s2-encryption-key": encryptionKey(1) }), 200);
      assert.equal((await stream.listed())?.cipher, "aes-256-gcm");
    },
  },
  {
    name: "ten-writers",
    proves:
      "of ten racing first appends all succeed in the end, in one stream; a lost race is 409 transaction_conflict",
    run: async (context) => {
      const basin = await context.newBasin({ create_stream_on_append: true });
      const stream = basin.stream("s");
      const appends = Array.from({ length: 10 }, (_, index) =>
        eventually(async () => {
          const reply = await stream.append({ records: [{ body: `${index}` }] });
          if (reply.status !== 200) expectError(reply, 409, "transaction_conflict");
          expectStatus(reply, 200);
        }),
      );
      await Promise.all(appends);
      const bodies = await stream.bodies();
      assert.deepEqual(
        bodies.sort(),
        Array.from({ length: 10 }, (_, index) => `${index}`),
      );
    },
  },
]);

const STREAM_CONFIG = '{ "retention_policy": {"age": 60}, "timestamping": {"mode": "arrival"} }';

export const streamConfigHeaderCases: ConformanceCase[] = casesFor("stream.config-header", [
  {
    name: "merged-by-creating-request",
    proves:
      "s2-stream-config is merged over the basin's defaults by the request that creates the stream, whatever its form",
    run: async (context) => {
      const basin = await context.newBasin({
        create_stream_on_append: true,
        create_stream_on_read: true,
        default_stream_config: { storage_class: "standard", retention_policy: { age: 5 } },
      });
      const headers = { "s2-stream-config": STREAM_CONFIG };
      await basin.stream("json").append(RECORD, headers);
      await basin.stream("protobuf").appendMessage(RECORD, headers);
      const append = basin.stream("append-session").openAppend(headers);
      append.halfClose();
      await append.reply();
      expectStatus(await basin.stream("read").read({ seq_num: 0 }, headers), 416);
      await basin.stream("sse").openSse({ wait: 0 }, headers).reply();
      await basin.stream("read-session").openRead({ wait: 0 }, headers).reply();
      const names = await basin.streamNames();
      assert.equal(names.length, 6);
      for (const name of names) {
        assert.deepEqual((await basin.stream(name).config()).json(), {
          storage_class: "standard",
          retention_policy: { age: 60 },
          timestamping: { mode: "arrival", uncapped: false },
          delete_on_empty: { min_age_secs: 0 },
        });
      }
    },
  },
  {
    name: "ignored-when-it-exists",
    proves: "s2-stream-config does nothing to a stream that exists",
    run: async (context) => {
      const stream = await context.newStream();
      const before = (await stream.config()).json();
      expectStatus(await stream.append(RECORD, { "s2-stream-config": STREAM_CONFIG }), 200);
      expectStatus(await stream.read({ seq_num: 0 }, { "s2-stream-config": STREAM_CONFIG }), 200);
      assert.deepEqual((await stream.config()).json(), before);
    },
  },
  {
    name: "does-not-switch-creation-on",
    proves: "s2-stream-config does not create a stream where the basin does not allow it",
    run: async (context) => {
      const stream = (await context.sharedBasin()).missingStream();
      expectError(await stream.append(RECORD, { "s2-stream-config": "{}" }), 404, "stream_not_found");
    },
  },
  {
    name: "parsed-always",
    proves: "a bad value is answered 400 bad_header even when the stream exists or the basin does not",
    run: async (context) => {
      const stream = await context.newStream();
      const elsewhere = context.basinNamed(context.uniqueName("missing")).stream("s");
      const values = [
        "",
        "null",
        "{",
        "[]",
        '{"retention_policy":{"age":0}}',
        '{"retention_policy":"infinite"}',
        '{"timestamping":{"mode":"x"}}',
        '{"storage_class":"\u00e4"}',
      ];
      await forEachRow(values, async (value) => {
        const headers = { "s2-stream-config": value };
        expectError(await stream.append(RECORD, headers), 400, "bad_header");
        expectError(await stream.read({ seq_num: 0 }, headers), 400, "bad_header");
        expectError(await stream.openAppend(headers).reply(), 400, "bad_header");
        expectError(await stream.openSse({ seq_num: 0 }, headers).reply(), 400, "bad_header");
        expectError(await elsewhere.append(RECORD, headers), 400, "bad_header");
      });
    },
  },
  {
    name: "ignored-by-check-tail",
    proves: "check-tail ignores s2-stream-config altogether",
    run: async (context) => {
      const basin = await context.newBasin({ create_stream_on_read: true });
      expectStatus(await basin.stream("bad").checkTail({ "s2-stream-config": "{" }), 200);
      expectStatus(await basin.stream("good").checkTail({ "s2-stream-config": STREAM_CONFIG }), 200);
      const config = (await basin.stream("good").config()).json<{ retention_policy: { age: number } }>();
      assert.equal(config.retention_policy.age, 604_800);
    },
  },
]);
