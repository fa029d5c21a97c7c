import { setTimeout as sleep } from "node:timers/promises";
import { AppendInput, AppendRecord, BatchTransform, Producer, S2, type S2Stream } from "@s2-dev/streamstore";
import type { LatencyLog } from "../client/latency-log.js";
import {
  type AppendWorkload,
  bodyText,
  HEADERS,
  type PacedWorkload,
  type ProduceWorkload,
  type ReadWorkload,
  type RecordShape,
  type StoppedWorkload,
  streamName,
} from "../workload.js";
import { type Contender, checkDone, type Target } from "./contender.js";

/** `@s2-dev/streamstore`, as its README uses it. It has no batches on the reading side. */
export class Official implements Contender {
  readonly #target: Target;

  constructor(target: Target) {
    this.#target = target;
  }

  async read(workload: ReadWorkload, log: LatencyLog): Promise<void> {
    const { records } = workload;
    const startMs = performance.now();
    const stream = this.#stream(workload, workload.transport);
    const input = {
      start: { from: { seqNum: this.#target.firstSeqNum } },
      stop: { limits: { count: records } },
    };
    let seen = 0;
    let bytes = 0;
    if (workload.look === "text" || workload.transport === "sse") {
      for await (const record of await stream.readSession(input)) {
        if (seen++ === 0) log.add(startMs);
        bytes += record.seqNum < 0 ? 0 : record.body.length;
      }
    } else {
      for await (const record of await stream.readSession(input, { as: "bytes" })) {
        if (seen++ === 0) log.add(startMs);
        bytes += record.seqNum < 0 ? 0 : record.body.byteLength;
      }
    }
    checkDone(seen, records, "records read");
    checkDone(bytes, records * workload.bodyBytes, "body bytes read");
  }

  async append(workload: AppendWorkload, log: LatencyLog): Promise<void> {
    const { batchRecords, bodies, records } = workload;
    const body = bodies === "text" ? bodyText(workload) : Buffer.from(bodyText(workload));
    const session = await this.#stream(workload).appendSession();
    let acked = 0;
    for (let sent = 0; sent < records; sent += batchRecords) {
      const startMs = performance.now();
      const ticket = await session.submit(makeBatch(workload, body, Math.min(batchRecords, records - sent)));
      void ticket.ack().then((ack) => {
        log.add(startMs);
        acked += ack.end.seqNum - ack.start.seqNum;
      });
    }
    await session.close();
    checkDone(acked, records, "records acknowledged");
  }

  async produce(workload: ProduceWorkload, log: LatencyLog): Promise<void> {
    const { records } = workload;
    const body = bodyText(workload);
    const session = await this.#stream(workload).appendSession();
    const producer = new Producer(new BatchTransform(), session);
    let acked = 0;
    let first = Number.POSITIVE_INFINITY;
    let last = 0;
    const startMs = performance.now();
    for (let sent = 0; sent < records; sent++) {
      const ticket = await producer.submit(makeRecord(workload, body));
      void ticket.ack().then((ack) => {
        if (acked++ === 0) log.add(startMs);
        const seqNum = ack.seqNum();
        first = Math.min(first, seqNum);
        last = Math.max(last, seqNum);
      });
    }
    await producer.close();
    await session.close();
    checkDone(acked, records, "records acknowledged");
    checkDone(last - first + 1, records, "sequence numbers");
  }

  async paced(workload: PacedWorkload, log: LatencyLog): Promise<void> {
    const body = bodyText(workload);
    const session = await this.#stream(workload).appendSession();
    let acked = 0;
    for (let sent = 0; sent < workload.records; sent++) {
      const startMs = performance.now();
      const ticket = await session.submit(makeBatch(workload, body, 1));
      void ticket.ack().then(() => {
        acked++;
        log.add(startMs);
      });
      await sleep(workload.intervalMs);
    }
    await session.close();
    checkDone(acked, workload.records, "records acknowledged");
  }

  async stopped(workload: StoppedWorkload): Promise<void> {
    const session = await this.#stream(workload).readSession(
      { start: { from: { seqNum: this.#target.firstSeqNum } }, stop: { limits: { count: workload.records } } },
      { as: "bytes" },
    );
    // Not left by `break`: ending a read that is stopped is not what is measured.
    const { value } = await session[Symbol.asyncIterator]().next();
    checkDone(value?.body.byteLength ?? 0, workload.bodyBytes, "body bytes read");
    await sleep(workload.pauseMs);
  }

  #stream(shape: RecordShape, transport: ReadWorkload["transport"] = "http2"): S2Stream {
    const { url, basin } = this.#target;
    const client = new S2({ accessToken: "bench", endpoints: { account: url, basin: url } });
    const options = transport === "http2" ? {} : { forceTransport: "fetch" as const };
    return client.basin(basin).stream(streamName(shape), options);
  }
}

function makeRecord({ headers }: RecordShape, body: string | Uint8Array): AppendRecord {
  if (typeof body !== "string") return AppendRecord.bytes(headers === 0 ? { body } : { body, headers: HEADERS });
  return AppendRecord.string(headers === 0 ? { body } : { body, headers: HEADERS });
}

function makeBatch(shape: RecordShape, body: string | Uint8Array, count: number): AppendInput {
  const records: AppendRecord[] = [];
  for (let index = 0; index < count; index++) records.push(makeRecord(shape, body));
  return AppendInput.create(records);
}
