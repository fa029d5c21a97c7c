import assert from "node:assert/strict";
import { type ConformanceCase, casesFor } from "../../harness/conformance-case.js";
import { expectError, expectJson, expectStatus, forEachRow } from "../../harness/expectations.js";
import { fence, trim } from "../../harness/stream-handle.js";

const U64_MAX = 2n ** 64n - 1n;

export const matchSeqNumCases: ConformanceCase[] = casesFor("append.match-seq-num", [
  {
    name: "match-on-empty-stream",
    proves: "match_seq_num 0 succeeds on an empty stream, and again only on the sequence number that follows",
    run: async (context) => {
      const stream = await context.newStream();
      await stream.appendRecords([{ body: "a" }], { match_seq_num: 0 });
      expectJson(await stream.append({ records: [{ body: "b" }], match_seq_num: 0 }), 412, { seq_num_mismatch: 1 });
      await stream.appendRecords([{ body: "b" }], { match_seq_num: 1 });
    },
  },
  {
    name: "mismatch-reports-next",
    proves: "any other match_seq_num is answered 412 with the next sequence number and nothing else",
    run: async (context) => {
      const stream = await context.newStream();
      await stream.appendBodies("a", "b", "c");
      await forEachRow([0, 2, 4, 1_000, U64_MAX], async (wrong) => {
        expectJson(await stream.append({ records: [{ body: "x" }], match_seq_num: wrong }), 412, {
          seq_num_mismatch: 3,
        });
      });
    },
  },
  {
    name: "null-is-absent",
    proves: "match_seq_num null and fencing_token null are no conditions",
    run: async (context) => {
      const stream = await context.newStream();
      await stream.appendRecords([fence("token")]);
      await stream.appendRecords([{ body: "x" }], { match_seq_num: null, fencing_token: null });
    },
  },
  {
    name: "one-of-many-wins",
    proves: "of ten racing appends with the same match_seq_num exactly one succeeds, the others get 412",
    run: async (context) => {
      const stream = await context.newStream();
      const replies = await Promise.all(
        Array.from({ length: 10 }, (_, index) => stream.append({ records: [{ body: `${index}` }], match_seq_num: 0 })),
      );
      assert.equal(replies.filter(({ status }) => status === 200).length, 1);
      for (const reply of replies.filter(({ status }) => status !== 200))
        expectJson(reply, 412, { seq_num_mismatch: 1 });
      assert.equal((await stream.tail()).seq_num, 1);
    },
  },
  {
    name: "mismatch-when-json-is-not-accepted",
    proves: "a failed condition is answered in JSON when protobuf was sent and asked for",
    run: async (context) => {
      const stream = await context.newStream();
      const reply = await stream.appendMessage(
        { records: [{ body: "x" }], match_seq_num: 5 },
        { accept: "application/protobuf" },
      );
      expectJson(reply, 412, { seq_num_mismatch: 0 });
    },
  },
]);

export const fencingCases: ConformanceCase[] = casesFor("append.fencing", [
  {
    name: "initial-token-is-empty",
    proves: "a new stream has the empty fencing token",
    run: async (context) => {
      const stream = await context.newStream();
      await stream.appendRecords([{ body: "a" }], { fencing_token: "" });
      expectJson(await stream.append({ records: [{ body: "b" }], fencing_token: "other" }), 412, {
        fencing_token_mismatch: "",
      });
    },
  },
  {
    name: "mismatch-reports-current",
    proves: "a fence command sets the token; another token is answered 412 with the current one and nothing else",
    run: async (context) => {
      const stream = await context.newStream();
      await stream.appendRecords([fence("token-1")]);
      for (const wrong of ["", "token-0", "TOKEN-1"]) {
        expectJson(await stream.append({ records: [{ body: "x" }], fencing_token: wrong }), 412, {
          fencing_token_mismatch: "token-1",
        });
      }
      await stream.appendRecords([{ body: "x" }], { fencing_token: "token-1" });
    },
  },
  {
    name: "no-token-always-passes",
    proves: "an append without fencing_token succeeds whatever the current token, a fence command included",
    run: async (context) => {
      const stream = await context.newStream();
      await stream.appendRecords([fence("first")]);
      await stream.appendRecords([{ body: "cooperative" }]);
      await stream.appendRecords([fence("second")]);
      await stream.appendRecords([{ body: "x" }], { fencing_token: "second" });
    },
  },
  {
    name: "fence-is-subject-to-token",
    proves: "a fence command whose batch carries a wrong token is refused and changes nothing",
    run: async (context) => {
      const stream = await context.newStream();
      await stream.appendRecords([fence("mine")]);
      const reply = await stream.append({ records: [fence("theirs")], fencing_token: "wrong" });
      expectJson(reply, 412, { fencing_token_mismatch: "mine" });
      await stream.appendRecords([{ body: "x" }], { fencing_token: "mine" });
    },
  },
  {
    name: "new-token-governs-next-batch",
    proves: "the token of a fence command applies from the next batch on, not to its own",
    run: async (context) => {
      const stream = await context.newStream();
      await stream.appendRecords([fence("new"), { body: "same batch" }], { fencing_token: "" });
      expectStatus(await stream.append({ records: [{ body: "x" }], fencing_token: "" }), 412);
      expectStatus(await stream.append({ records: [{ body: "x" }], fencing_token: "new" }), 200);
    },
  },
  {
    name: "last-fence-of-batch-wins",
    proves: "of several fence commands in one batch the last one's token stays",
    run: async (context) => {
      const stream = await context.newStream();
      await stream.appendRecords([fence("one"), { body: "x" }, fence("two")]);
      const reply = await stream.append({ records: [{ body: "x" }], fencing_token: "one" });
      expectJson(reply, 412, { fencing_token_mismatch: "two" });
    },
  },
  {
    name: "empty-token-clears",
    proves: "a fence command with an empty body clears the token",
    run: async (context) => {
      const stream = await context.newStream();
      await stream.appendRecords([fence("token")]);
      await stream.appendRecords([fence("")], { fencing_token: "token" });
      await stream.appendRecords([{ body: "x" }], { fencing_token: "" });
    },
  },
  {
    name: "fencing-is-checked-before-seq-num",
    proves: "when both conditions fail, the fencing token is the one that is reported",
    run: async (context) => {
      const stream = await context.newStream();
      await stream.appendRecords([fence("token")]);
      const reply = await stream.append({ records: [{ body: "x" }], fencing_token: "wrong", match_seq_num: 99 });
      expectJson(reply, 412, { fencing_token_mismatch: "token" });
      const second = await stream.append({ records: [{ body: "x" }], fencing_token: "token", match_seq_num: 99 });
      expectJson(second, 412, { seq_num_mismatch: 1 });
    },
  },
  {
    name: "token-of-36-bytes",
    proves: "a token has at most 36 UTF-8 bytes, as command and as condition; 37 are refused",
    run: async (context) => {
      const stream = await context.newStream();
      const [longest, tooLong] = ["é".repeat(18), `${"é".repeat(18)}x`];
      await stream.appendRecords([fence(longest)]);
      await stream.appendRecords([{ body: "x" }], { fencing_token: longest });
      expectError(await stream.append({ records: [fence(tooLong)] }), 422, "invalid");
      expectError(await stream.append({ records: [{ body: "x" }], fencing_token: tooLong }), 400, "bad_json");
      expectError(await stream.appendMessage({ records: [{ body: "x" }], fencing_token: tooLong }), 422, "invalid");
    },
  },
  {
    name: "token-survives-trim",
    proves: "trimming the record that set the token does not change the token",
    run: async (context) => {
      const stream = await context.newStream();
      await stream.appendRecords([fence("token")]);
      expectStatus(await stream.appendMessage({ records: [{ body: "x" }, trim(2)] }), 200);
      const reply = await stream.append({ records: [{ body: "x" }], fencing_token: "" });
      expectJson(reply, 412, { fencing_token_mismatch: "token" });
    },
  },
]);
