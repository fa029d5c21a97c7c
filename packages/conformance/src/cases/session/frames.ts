import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import type { CaseContext } from "../../harness/case-context.js";
import { type ConformanceCase, casesFor } from "../../harness/conformance-case.js";
import { forEachRow } from "../../harness/expectations.js";
import { bodiesOf, type StreamHandle } from "../../harness/stream-handle.js";
import { canReadZstd, framePayload, MAX_FRAME_LENGTH, rawFrame } from "../../wire/frame.js";
import { decodeReadBatch, encodeAppendInput } from "../../wire/messages.js";
import { ZSTD_MAGIC, zstdRun } from "../../wire/zstd-store.js";

const INPUT = Buffer.from(encodeAppendInput({ records: [{ body: "hi" }] }));

/** An input that is made `bytes` long by an unknown field of zeros. */
function inputOfSize(bytes: number): Buffer {
  const padding = bytes - INPUT.length - 5;
  const varint = [
    (padding & 0x7f) | 0x80,
    ((padding >> 7) & 0x7f) | 0x80,
    ((padding >> 14) & 0x7f) | 0x80,
    padding >> 21,
  ];
  return Buffer.concat([INPUT, Buffer.from([0x7a, ...varint]), Buffer.alloc(padding)]);
}

async function expectAccepted(stream: StreamHandle, frame: Uint8Array): Promise<void> {
  const session = stream.openAppend();
  session.sendBytes(frame);
  await session.nextAck();
  session.halfClose();
  await session.expectEnd();
}

async function expectBadFrame(stream: StreamHandle, frame: Uint8Array): Promise<void> {
  const session = stream.openAppend();
  session.send({ records: [{ body: "good" }] });
  session.sendBytes(frame);
  await session.nextAck();
  await session.expectTerminalError(400, "bad_frame");
}

export const frameCases: ConformanceCase[] = casesFor("s2s.frame", [
  {
    name: "known-bytes",
    proves: "frames have the published bytes: an input, an ack, a heartbeat, terminal conditions",
    run: async (context) => {
      const stream = await context.newStream({ timestamping: { mode: "client-require" } });
      const input = Buffer.from("00000b00" + "0a0608011a026869" + "1000", "hex");
      const heartbeat = await stream.openRead({ seq_num: 0 }).nextFrame();
      assert.equal(heartbeat?.bytes.toString("hex"), "00000300" + "1200");
      const session = stream.openAppend();
      session.sendBytes(input);
      const ack = await session.nextFrame();
      assert.equal(ack?.bytes.toString("hex"), "00001100" + "0a021001" + "120408011001" + "1a0408011001");
      session.sendBytes(input);
      const terminal = await session.nextFrame();
      assert.equal(terminal?.bytes.toString("latin1"), '\u0000\u0000\u0019\u0080\u0001\u009c{"seq_num_mismatch":1}');
    },
  },
  {
    name: "bad-length",
    proves: "a frame whose length is 0 or above 2 MiB is a terminal 400 bad_frame as soon as its length is known",
    run: async (context) => {
      const stream = await context.newStream();
      const lengths = [0, MAX_FRAME_LENGTH + 1, 0xffffff];
      await forEachRow(lengths, async (length) => {
        await expectBadFrame(stream, Buffer.from([length >> 16, (length >> 8) & 0xff, length & 0xff, 0]));
      });
    },
  },
  {
    name: "largest-frame",
    proves: "a frame of exactly 2 MiB, flag included, is accepted",
    run: async (context) => {
      await expectAccepted(await context.newStream(), rawFrame(0, inputOfSize(MAX_FRAME_LENGTH - 1)));
    },
  },
  {
    name: "empty-payload",
    proves: "a frame without payload is a valid message without records: terminal 422, not bad_frame",
    run: async (context) => {
      const session = (await context.newStream()).openAppend();
      session.sendBytes(rawFrame(0, Buffer.alloc(0)));
      await session.expectTerminalError(422, "invalid");
    },
  },
  {
    name: "undecodable",
    proves:
      "a payload that is no protobuf or does not decompress, the fourth compression, and a terminal frame of a client are bad_frame",
    run: async (context) => {
      const stream = await context.newStream();
      const rows = [
        rawFrame(0, Buffer.from([0x0a, 0x7f])),
        rawFrame(0x20, INPUT),
        rawFrame(0x40, INPUT),
        rawFrame(0x60, INPUT),
        rawFrame(0x80, Buffer.from("\u0001\u0090{}", "latin1")),
        rawFrame(0x80, Buffer.alloc(0)),
        rawFrame(0x80, Buffer.from([0x01])),
      ];
      await forEachRow(rows, (frame) => expectBadFrame(stream, frame));
    },
  },
  {
    name: "reserved-bits",
    proves: "the reserved bits of the flag and the reconnect bit are ignored in inputs",
    run: async (context) => {
      const stream = await context.newStream();
      await forEachRow([0x01, 0x02, 0x04, 0x08, 0x0f, 0x10, 0x1f], (flag) =>
        expectAccepted(stream, rawFrame(flag, INPUT)),
      );
    },
  },
  {
    name: "never-advises-reconnect",
    proves: "no frame has the reconnect bit or a reserved bit",
    tags: ["lite-quirk"],
    run: async (context) => {
      const stream = await context.newStream();
      await stream.appendBodies("a");
      const session = stream.openRead({ seq_num: 0 });
      for (const frame of [await session.nextFrame(), await session.nextFrame()]) assert.equal(frame?.flag, 0);
    },
  },
]);

type Compression = "none" | "gzip" | "zstd";

/** Sends a small and a large input in each compression, and reads all of them back. */
async function expectDecompressed(context: CaseContext, compressions: readonly Compression[]): Promise<void> {
  const stream = await context.newStream();
  const session = stream.openAppend();
  const large = "z".repeat(100_000);
  for (const compression of compressions) {
    session.send({ records: [{ body: compression }] }, compression);
    session.send({ records: [{ body: large }] }, compression);
  }
  for (let seqNum = 0; seqNum < 2 * compressions.length; seqNum += 1) {
    assert.equal((await session.nextAck()).start.seq_num, seqNum);
  }
  assert.deepEqual(
    await stream.bodies(),
    compressions.flatMap((compression) => [compression, large]),
  );
}

/** Reads a large record in a session with each Accept-Encoding. */
async function expectNegotiated(
  context: CaseContext,
  rows: readonly [accept: string | string[] | undefined, compression: Compression][],
): Promise<void> {
  const stream = await context.newStream();
  const large = "a".repeat(3_000);
  await stream.appendBodies(large);
  await forEachRow(rows, async ([accept, compression]) => {
    const session = stream.openRead({ seq_num: 0, count: 1 }, { "accept-encoding": accept });
    assert.equal((await session.head()).headers["content-encoding"], undefined);
    const frame = await session.nextFrame();
    assert(frame?.kind === "message");
    assert.equal(frame.compression, compression);
    if (compression === "zstd") assert(frame.rawPayload.subarray(0, 4).equals(ZSTD_MAGIC));
    if (compression !== "zstd" || canReadZstd) {
      assert.deepEqual(bodiesOf(decodeReadBatch(framePayload(frame))), [large]);
    }
  });
}

export const frameCompressionCases: ConformanceCase[] = casesFor("s2s.compression", [
  {
    name: "inputs",
    proves: "inputs may be compressed one by one with gzip, small ones too, whatever the response",
    run: (context) => expectDecompressed(context, ["none", "gzip", "gzip", "none"]),
  },
  {
    name: "zstd-inputs",
    proves: "inputs may be compressed with zstd, between others that are not",
    tags: ["zstd"],
    run: (context) => expectDecompressed(context, ["zstd", "gzip", "zstd", "none", "zstd"]),
  },
  {
    name: "decompressed-limit",
    proves:
      "a payload may have up to 2,097,151 bytes after decompression; one that expands beyond is a terminal 400 bad_frame",
    run: async (context) => {
      const stream = await context.newStream();
      await expectAccepted(stream, rawFrame(0x40, gzipSync(inputOfSize(MAX_FRAME_LENGTH - 1))));
      await expectBadFrame(stream, rawFrame(0x40, gzipSync(inputOfSize(MAX_FRAME_LENGTH))));
      await expectBadFrame(stream, rawFrame(0x40, gzipSync(Buffer.alloc(64 * 1024 * 1024))));
    },
  },
  {
    name: "zstd-decompressed-limit",
    proves: "the same limit holds for zstd",
    tags: ["zstd"],
    run: async (context) => {
      const stream = await context.newStream();
      await expectBadFrame(stream, rawFrame(0x20, zstdRun(0, 64 * 1024 * 1024)));
    },
  },
  {
    name: "gzip-responses",
    proves:
      "messages of 1024 bytes and more are compressed with gzip where Accept-Encoding names it; q=0 and * do not count",
    run: (context) =>
      expectNegotiated(context, [
        [undefined, "none"],
        ["identity", "none"],
        ["br", "none"],
        ["*", "none"],
        ["gzip;q=0", "none"],
        ["gzip", "gzip"],
        ["GZip", "gzip"],
        ["zstd;q=0, gzip", "gzip"],
        ["gzip;q=0.001", "gzip"],
        ["zstd;q=0.0, gzip;q=0", "none"],
        [["br", "gzip"], "gzip"],
        ["br, deflate, gzip", "gzip"],
      ]),
  },
  {
    name: "zstd-responses",
    proves: "zstd is preferred over gzip whatever their weights, unless its weight is 0",
    tags: ["zstd"],
    run: (context) =>
      expectNegotiated(context, [
        ["zstd", "zstd"],
        ["gzip, zstd", "zstd"],
        ["gzip;q=1, zstd;q=0.1", "zstd"],
        ["zstd;q=0.001", "zstd"],
        [["gzip", "zstd"], "zstd"],
      ]),
  },
  {
    name: "threshold-of-1024",
    proves: "a message of 1023 bytes is not compressed, one of 1024 bytes is",
    run: async (context) => {
      const stream = await context.newStream({ timestamping: { mode: "client-require" } });
      // seq_num 0 is left out, so a record of n body bytes has 2 + 3 + n bytes, and the batch 3 more.
      const bodyOf = (messageBytes: number) => "a".repeat(messageBytes - 8);
      await stream.appendRecords([{ timestamp: 1, body: bodyOf(1023) }]);
      const other = await context.newStream({ timestamping: { mode: "client-require" } });
      await other.appendRecords([{ timestamp: 1, body: bodyOf(1024) }]);
      const frameOf = async (from: StreamHandle) => {
        const frame = await from.openRead({ seq_num: 0, count: 1 }, { "accept-encoding": "gzip" }).nextFrame();
        assert(frame?.kind === "message");
        return { compression: frame.compression, length: framePayload(frame).length };
      };
      assert.deepEqual(await frameOf(stream), { compression: "none", length: 1023 });
      assert.deepEqual(await frameOf(other), { compression: "gzip", length: 1024 });
    },
  },
  {
    name: "incompressible",
    proves: "a message that compression does not shrink is readable all the same",
    run: async (context) => {
      const stream = await context.newStream();
      const body = Buffer.from(
        Array.from({ length: 4_000 }, (_, index) => (index * 7919 + (index >> 3) * 104_729) % 251),
      );
      await stream.appendMessage({ records: [{ body }] });
      const frame = await stream.openRead({ seq_num: 0, count: 1 }, { "accept-encoding": "gzip" }).nextFrame();
      assert(frame?.kind === "message" && frame.compression === "gzip");
      assert(framePayload(frame).includes(body));
    },
  },
  {
    name: "acks-and-heartbeats-stay-plain",
    proves: "acks and heartbeats are short and never compressed",
    run: async (context) => {
      const stream = await context.newStream();
      const accept = { "accept-encoding": "zstd, gzip" };
      const append = stream.openAppend(accept);
      append.send({ records: [{ body: "a" }] });
      const read = stream.openRead({}, accept);
      for (const session of [append, read]) {
        const frame = await session.nextFrame();
        assert(frame?.kind === "message" && frame.compression === "none");
      }
    },
  },
]);
