import { setTimeout as sleep } from "node:timers/promises";
import { type AppendRecord, type ReadRecord, S2, type Stream } from "s2kit";
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

/** s2kit, as its README uses it. */
export class Ours implements Contender {
  readonly #target: Target;
  readonly #clients = new Map<string, S2>();

  constructor(target: Target) {
    this.#target = target;
  }

  async read(workload: ReadWorkload, log: LatencyLog): Promise<void> {
    const { records, look } = workload;
    const startMs = performance.now();
    const session = this.#stream(workload, workload.transport).readSession({
      from: { seqNum: this.#target.firstSeqNum },
      count: records,
    });
    let seen = 0;
    let bytes = 0;
    if (look === "records") {
      for await (const record of session) {
        if (seen++ === 0) log.add(startMs);
        bytes += lookAt(record);
      }
    } else if (look === "text") {
      for await (const record of session) {
        if (seen++ === 0) log.add(startMs);
        bytes += record.text().length;
      }
    } else {
      for await (const batch of session.batches()) {
        if (seen === 0) log.add(startMs);
        seen += batch.count;
        if (look === "batch-ends") bytes += batch.count * workload.bodyBytes;
        else for (let index = 0; index < batch.count; index++) bytes += lookAt(batch.at(index));
      }
    }
    checkDone(seen, records, "records read");
    checkDone(bytes, records * workload.bodyBytes, "body bytes read");
  }

  async append(workload: AppendWorkload, log: LatencyLog): Promise<void> {
    const { batchRecords, bodies, records } = workload;
    const body = bodies === "text" ? bodyText(workload) : Buffer.from(bodyText(workload));
    const session = this.#stream(workload).appendSession();
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
    const producer = this.#stream(workload).producer();
    let acked = 0;
    let first = Number.POSITIVE_INFINITY;
    let last = 0;
    const startMs = performance.now();
    for (let sent = 0; sent < records; sent++) {
      const ticket = await producer.submit(makeRecord(workload, body));
      void ticket.ack().then((ack) => {
        if (acked++ === 0) log.add(startMs);
        const { seqNum } = ack;
        first = Math.min(first, seqNum);
        last = Math.max(last, seqNum);
      });
    }
    await producer.close();
    checkDone(acked, records, "records acknowledged");
    checkDone(last - first + 1, records, "sequence numbers");
  }

  async paced(workload: PacedWorkload, log: LatencyLog): Promise<void> {
    const body = bodyText(workload);
    const session = this.#stream(workload).appendSession();
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
    const session = this.#stream(workload, workload.transport).readSession({
      from: { seqNum: this.#target.firstSeqNum },
      count: workload.records,
    });
    // Not left by `break`: ending a read that is stopped is not what is measured.
    const { value } = await session[Symbol.asyncIterator]().next();
    checkDone(value?.body.byteLength ?? 0, workload.bodyBytes, "body bytes read");
    await sleep(workload.pauseMs);
  }

  /** One client for each transport; `auto` is what a user gets, HTTP/2 here. */
  #stream(shape: RecordShape, transport: ReadWorkload["transport"] = "http2"): Stream {
    const { url, basin } = this.#target;
    let client = this.#clients.get(transport);
    if (client === undefined) {
      client = new S2({
        accessToken: "bench",
        endpoints: { account: url, basin: url },
        transport: transport === "http2" ? "auto" : transport,
      });
      this.#clients.set(transport, client);
    }
    return client.basin(basin).stream(streamName(shape));
  }
}

/** Takes the sequence number and the body. @returns The body's length. */
function lookAt(record: ReadRecord): number {
  return record.seqNum < 0 ? 0 : record.body.byteLength;
}

function makeRecord({ headers }: RecordShape, body: string | Uint8Array): AppendRecord {
  return headers === 0 ? { body } : { body, headers: HEADERS };
}

function makeBatch(shape: RecordShape, body: string | Uint8Array, count: number): AppendRecord[] {
  const records: AppendRecord[] = [];
  for (let index = 0; index < count; index++) records.push(makeRecord(shape, body));
  return records;
}
