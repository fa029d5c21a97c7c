import { once } from "node:events";
import http2, { type ClientHttp2Session, type ClientHttp2Stream } from "node:http2";
import { setTimeout as sleep } from "node:timers/promises";
import type { LatencyLog } from "../client/latency-log.js";
import { appendFrame } from "../wire/append-frame.js";
import { countFrames } from "../wire/count-frames.js";
import {
  type AppendWorkload,
  meteredBytes,
  type PacedWorkload,
  type ProduceWorkload,
  type ReadWorkload,
  type RecordShape,
  recordsPerBatch,
  type StoppedWorkload,
  streamName,
} from "../workload.js";
import { type Contender, checkDone, type Target } from "./contender.js";

/** The same windows and the same in-flight limit as ours, so that the difference is the work and not the settings. */
const STREAM_WINDOW_BYTES = 3 * 1_048_576;
const CONNECTION_WINDOW_BYTES = 16 * 1_048_576;
const MAX_FRAME_BYTES = 262_144;
const MAX_INFLIGHT_BYTES = 5 * 1_048_576;
/** Frames that are encoded beforehand, at most. */
const MAX_FRAMES = 1024;

/**
 * `node:http2` (and `fetch` where the workload asks for it) moving the bytes of the same work: reads count bytes,
 * appends send a frame that was encoded beforehand and count the frames of the answer.
 */
export class Raw implements Contender {
  readonly #target: Target;
  #session: Promise<ClientHttp2Session> | undefined;

  constructor(target: Target) {
    this.#target = target;
  }

  async read(workload: ReadWorkload, log: LatencyLog): Promise<void> {
    const startMs = performance.now();
    let bytes = 0;
    const count = (chunk: Uint8Array): void => {
      if (bytes === 0) log.add(startMs);
      bytes += chunk.byteLength;
    };
    if (workload.transport === "http2") await this.#readStream(workload, count);
    else await this.#readFetch(workload, count);
    if (bytes < workload.records * workload.bodyBytes) throw new Error(`only ${bytes} bytes came`);
  }

  async append(workload: AppendWorkload, log: LatencyLog): Promise<void> {
    const { batchRecords, records } = workload;
    const batches = Math.ceil(records / batchRecords);
    const last = appendFrame(workload, records - (batches - 1) * batchRecords);
    const maxInflight = Math.max(1, Math.floor(MAX_INFLIGHT_BYTES / (batchRecords * meteredBytes(workload))));
    // What is not acknowledged has to be kept: as many frames as may be in flight, up to what they take in memory.
    const frames = Array.from({ length: Math.min(maxInflight, MAX_FRAMES) }, () => appendFrame(workload, batchRecords));
    const stream = await this.#openAppend(workload);
    const sentAt: number[] = [];
    let acked = 0;
    await new Promise<void>((resolve, reject) => {
      const fill = (): void => {
        while (sentAt.length < batches && sentAt.length - acked < maxInflight) {
          sentAt.push(performance.now());
          stream.write(sentAt.length === batches ? last : (frames[sentAt.length % frames.length] as Buffer));
        }
      };
      onAcks(stream, () => {
        log.add(sentAt[acked++] as number);
        if (acked === batches) stream.end();
        // As sessions do, what there is room for goes out in the turn after the acknowledgements.
        else queueMicrotask(fill);
      });
      stream.on("error", reject);
      stream.on("end", resolve);
      fill();
    });
    checkDone(acked, batches, "batches acknowledged");
  }

  /** What a producer does on the wire: full batches. */
  produce(workload: ProduceWorkload, log: LatencyLog): Promise<void> {
    return this.append({ ...workload, kind: "append", bodies: "text", batchRecords: recordsPerBatch(workload) }, log);
  }

  async paced(workload: PacedWorkload, log: LatencyLog): Promise<void> {
    const frame = appendFrame(workload, 1);
    const stream = await this.#openAppend(workload);
    const sentAt: number[] = [];
    let acked = 0;
    onAcks(stream, () => log.add(sentAt[acked++] as number));
    while (sentAt.length < workload.records) {
      sentAt.push(performance.now());
      stream.write(frame);
      await sleep(workload.intervalMs);
    }
    stream.end();
    await once(stream, "end");
    checkDone(acked, workload.records, "records acknowledged");
  }

  async stopped(workload: StoppedWorkload): Promise<void> {
    const stream = await this.#openRead(workload, workload.records);
    stream.once("data", () => stream.pause());
    await sleep(workload.pauseMs);
    stream.close();
  }

  async #readStream(workload: ReadWorkload, count: (chunk: Uint8Array) => void): Promise<void> {
    const stream = await this.#openRead(workload, workload.records);
    stream.on("data", count);
    await once(stream, "end");
  }

  async #readFetch(workload: ReadWorkload, count: (chunk: Uint8Array) => void): Promise<void> {
    const headers = { ...this.#headers(), ...(workload.transport === "sse" ? eventHeaders : {}) };
    const response = await fetch(`${this.#target.url}${this.#readPath(workload, workload.records)}`, { headers });
    for await (const chunk of response.body as ReadableStream<Uint8Array>) count(chunk);
  }

  async #openRead(shape: RecordShape, records: number): Promise<ClientHttp2Stream> {
    const session = await this.#connected();
    const stream = session.request({ ...this.#headers(), ":path": this.#readPath(shape, records) });
    return stream;
  }

  async #openAppend(shape: RecordShape): Promise<ClientHttp2Stream> {
    const session = await this.#connected();
    return session.request({ ...this.#headers(), ":method": "POST", ":path": path(shape) });
  }

  #readPath(shape: RecordShape, records: number): string {
    return `${path(shape)}?seq_num=${this.#target.firstSeqNum}&count=${records}`;
  }

  #headers(): Record<string, string> {
    return { authorization: "Bearer bench", "content-type": "s2s/proto", "s2-basin": this.#target.basin };
  }

  #connected(): Promise<ClientHttp2Session> {
    this.#session ??= connect(this.#target.url);
    return this.#session;
  }
}

/** The format that ours asks for, so that the same bytes are moved. */
const eventHeaders = { accept: "text/event-stream", "content-type": "application/json", "s2-format": "base64" };

function path(shape: RecordShape): string {
  return `/v1/streams/${streamName(shape)}/records`;
}

async function connect(url: string): Promise<ClientHttp2Session> {
  const session = http2.connect(url, {
    settings: { enablePush: false, initialWindowSize: STREAM_WINDOW_BYTES, maxFrameSize: MAX_FRAME_BYTES },
  });
  await once(session, "connect");
  session.setLocalWindowSize(CONNECTION_WINDOW_BYTES);
  return session;
}

function onAcks(stream: ClientHttp2Stream, onAck: () => void): void {
  const count = countFrames(onAck);
  stream.on("data", count);
}
