import type { Socket } from "node:net";

/** How the bytes of one direction travel. Shared by all lanes of that direction, and may change at any time. */
export interface LaneShape {
  /** Milliseconds that every chunk waits before it is passed on. */
  latencyMs: number;
  /** Upper bound of the rate in bytes a second; 0 means no bound. */
  bytesPerSecond: number;
  /** While true nothing is passed on, the end included; bytes wait and arrive when it becomes false again. */
  held: boolean;
}

/** What a lane tells its proxy. */
export interface LaneOwner {
  /** How many of `wanted` bytes may pass now. Fewer than `wanted` means that the connection is cut after them. */
  allow(wanted: number): number;
  /** Called after `count` bytes were handed to the other side. */
  passed(count: number): void;
  /** Called once, when `allow` granted fewer bytes than were wanted and those are written. */
  exhausted(): void;
}

/** Above this the source is paused, so that a slow lane holds a bounded number of bytes. */
const MAX_QUEUED_BYTES = 1024 * 1024;

/** A throttled lane writes slices of a twentieth of a second. */
const SLICES_PER_SECOND = 20;

/** One direction of one proxied connection: reads from `source`, shapes, writes to `sink`, passes the end on. */
export class ProxyLane {
  readonly #source: Socket;
  readonly #sink: Socket;
  readonly #shape: LaneShape;
  readonly #owner: LaneOwner;
  readonly #queue: { bytes: Buffer; dueAtMs: number }[] = [];
  #queuedBytes = 0;
  #nextSliceAtMs = 0;
  #sourceEnded = false;
  #waitsForDrain = false;
  #stopped = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(source: Socket, sink: Socket, shape: LaneShape, owner: LaneOwner) {
    this.#source = source;
    this.#sink = sink;
    this.#shape = shape;
    this.#owner = owner;
    source.on("data", this.#onData);
    source.on("end", this.#onEnd);
    sink.on("drain", this.#onDrain);
  }

  /** Looks again at the shape. Call it after a change. */
  poke(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#pump();
  }

  /** Ends the sink's writing side after what was passed on so far; later bytes of the source are dropped. */
  halfClose(): void {
    this.stop();
    this.#source.resume();
    this.#sink.end();
  }

  /** Detaches from both sockets and drops what is queued. The sockets stay as they are. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#queue.length = 0;
    this.#source.off("data", this.#onData);
    this.#source.off("end", this.#onEnd);
    this.#sink.off("drain", this.#onDrain);
  }

  readonly #onData = (bytes: Buffer): void => {
    this.#queue.push({ bytes, dueAtMs: performance.now() + this.#shape.latencyMs });
    this.#queuedBytes += bytes.length;
    if (this.#queuedBytes > MAX_QUEUED_BYTES) this.#source.pause();
    this.#pump();
  };

  readonly #onEnd = (): void => {
    this.#sourceEnded = true;
    this.#pump();
  };

  readonly #onDrain = (): void => {
    this.#waitsForDrain = false;
    this.#pump();
  };

  #pump(): void {
    while (!this.#stopped && !this.#shape.held && !this.#waitsForDrain && this.#timer === undefined) {
      const head = this.#queue[0];
      if (head === undefined) {
        if (this.#sourceEnded && !this.#sink.writableEnded) this.#sink.end();
        return;
      }
      const waitMs = Math.max(head.dueAtMs, this.#nextSliceAtMs) - performance.now();
      if (waitMs > 0) {
        this.#timer = setTimeout(() => this.poke(), Math.ceil(waitMs));
        return;
      }
      this.#passSlice(head);
    }
  }

  #passSlice(head: { bytes: Buffer }): void {
    const { bytesPerSecond } = this.#shape;
    const sliceBytes = bytesPerSecond > 0 ? Math.max(1, Math.floor(bytesPerSecond / SLICES_PER_SECOND)) : Infinity;
    const wanted = Math.min(head.bytes.length, sliceBytes);
    const allowed = this.#owner.allow(wanted);
    const slice = head.bytes.subarray(0, allowed);
    head.bytes = head.bytes.subarray(allowed);
    if (head.bytes.length === 0) this.#queue.shift();
    this.#queuedBytes -= slice.length;
    if (this.#queuedBytes <= MAX_QUEUED_BYTES) this.#source.resume();
    if (bytesPerSecond > 0) this.#nextSliceAtMs = performance.now() + (slice.length / bytesPerSecond) * 1000;
    if (allowed < wanted) {
      // The cut has to come after the last allowed bytes reached the kernel, or a reset would overtake them.
      this.#sink.write(slice, () => this.#owner.exhausted());
      this.#owner.passed(slice.length);
      this.stop();
      return;
    }
    this.#waitsForDrain = !this.#sink.write(slice);
    this.#owner.passed(slice.length);
  }
}
