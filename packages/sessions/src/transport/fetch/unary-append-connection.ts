import type { AppendAck, S2Error } from "@s2kit/core";
import { type CompressionOption, compressBody } from "@s2kit/rest/internal";
import { Fifo } from "../../fifo.js";
import { decodeAppendAck } from "../../wire/append-ack.js";
import type { EncodedBatch } from "../../wire/append-input.js";
import { FRAME_HEADER_BYTES } from "../../wire/frame.js";
import { joinBytes } from "../../wire/join-bytes.js";
import { protocolError } from "../../wire/protocol-error.js";
import type { AppendConnection, AppendListener } from "../transport.js";
import { unreadableError } from "../unreadable-error.js";
import { FetchExchange } from "./fetch-exchange.js";
import type { FetchTarget } from "./fetch-target.js";

const PROTOBUF = "application/protobuf";

/** An acknowledgement is much shorter, in bytes. */
const MAX_ACK_BYTES = 4096;

/** What an append session takes for one connection: requests in a row, each sent when the one before is acknowledged. */
export class UnaryAppendConnection implements AppendConnection {
  readonly #target: FetchTarget;
  readonly #compression: CompressionOption;
  readonly #listener: AppendListener;
  /** Batches that wait. */
  readonly #waiting: Fifo<EncodedBatch> = new Fifo();
  /** The request of the current batch. */
  #exchange: FetchExchange | undefined;
  /** A batch is on its way. */
  #busy = false;
  #first = true;
  #finishing = false;
  #over = false;

  constructor(target: FetchTarget, compression: CompressionOption, listener: AppendListener) {
    this.#target = target;
    this.#compression = compression;
    this.#listener = listener;
  }

  send(batch: EncodedBatch): void {
    if (this.#over) return;
    this.#waiting.push(batch);
    if (!this.#busy) this.#proceed();
  }

  finish(): void {
    this.#finishing = true;
    // The session does not expect an answer while it is still asking.
    queueMicrotask(() => {
      if (!this.#busy) this.#proceed();
    });
  }

  cancel(tooSilent = false): void {
    this.#over = true;
    this.#letGo(tooSilent);
  }

  /** Between requests nothing keeps the process alive; `fetch` gives no handle on the socket of one under way. */
  hold(_busy: boolean): void {
    // Nothing to be done.
  }

  /** Sends the next batch, or ends when there is none and will be none. */
  #proceed(): void {
    if (this.#over) return;
    const batch = this.#waiting.shift();
    if (batch !== undefined) {
      this.#busy = true;
      void this.#append(batch);
    } else if (this.#finishing) {
      this.#over = true;
      this.#listener.ended();
    }
  }

  async #append({ frame }: EncodedBatch): Promise<void> {
    // The session measures the wait for an acknowledgement from here: until now the batch waited for those before it.
    if (!this.#first) this.#listener.connected();
    this.#first = false;
    const { body, encoding } = await compressBody(frame.subarray(FRAME_HEADER_BYTES), this.#compression);
    if (this.#over) return;
    const pieces: Uint8Array[] = [];
    let size = 0;
    this.#exchange = new FetchExchange(
      this.#target,
      {
        method: "POST",
        query: "",
        accept: PROTOBUF,
        headers: { "content-type": PROTOBUF, ...(encoding && { "content-encoding": encoding }) },
        body,
        mutates: true,
      },
      {
        connected: () => this.#listener.connected(),
        opened: () => undefined,
        received: (piece) => {
          size += piece.byteLength;
          if (size > MAX_ACK_BYTES) this.#fail(protocolError("an acknowledgement is too long"));
          else pieces.push(piece);
        },
        ended: () => this.#answered(pieces),
        failed: (error) => this.#fail(error),
      },
    );
  }

  #answered(pieces: readonly Uint8Array[]): void {
    let ack: AppendAck;
    try {
      ack = decodeAppendAck(joinBytes(pieces));
    } catch (error) {
      return this.#fail(unreadableError(error, "an acknowledgement", this.#exchange?.summary, true));
    }
    this.#busy = false;
    this.#listener.acked(ack, false);
    if (!this.#busy) this.#proceed();
  }

  #fail(error: S2Error): void {
    if (this.#over) return;
    this.#over = true;
    this.#letGo();
    this.#listener.failed(error);
  }

  #letGo(tooSilent = false): void {
    this.#waiting.clear();
    this.#exchange?.cancel(tooSilent);
  }
}
