import type { Clock } from "../clock.js";
import { type Exchange, PeerGoneError } from "../http/exchange.js";
import { ApiError, apiError } from "../model/api-error.js";
import { adviseReconnect } from "../wire/frame.js";
import type { Fault, FaultMoment } from "./fault.js";
import type { FaultScript, FaultSubject } from "./fault-script.js";

const INTERNAL_ERROR = 2;
/** How much of a request body a slow server takes at once. */
const SLOW_READ_BYTES = 1024;

/**
 * The fault script from the point of view of one request: its handler reports each moment, and sends every frame
 * through here. A fault that ends the request makes these methods throw: an `ApiError` where the request shall fail as
 * if the server meant it, a `PeerGoneError` where nothing is left to say.
 */
export class RequestFaults {
  readonly #script: FaultScript;
  readonly #exchange: Exchange;
  readonly #subject: FaultSubject;
  readonly #clock: Clock;

  constructor(script: FaultScript, exchange: Exchange, subject: FaultSubject, clock: Clock) {
    this.#script = script;
    this.#exchange = exchange;
    this.#subject = subject;
    this.#clock = clock;
  }

  /** True when the script is empty; frames may then be sent in any way. */
  get idle(): boolean {
    return this.#script.pending === 0;
  }

  /** Lets the script act at this moment. @returns The fault that struck, if it left the request alive. */
  async at(moment: FaultMoment): Promise<Fault | undefined> {
    const fault = this.#script.take(this.#subject, moment);
    if (fault !== undefined) await this.#perform(fault);
    return fault;
  }

  /** Sends one frame, event or body. */
  async write(frame: Buffer): Promise<void> {
    if (this.idle) {
      await this.#exchange.write(frame);
      return;
    }
    const before = await this.at("before-frame");
    await this.#writeBody(before === undefined ? frame : alterFrame(frame, before), before);
    await this.at("after-frame");
  }

  /** Sends what was written so far and nothing more, while requests are still taken in. */
  async mute(): Promise<void> {
    await this.#exchange.flush();
    this.#exchange.mute();
  }

  /** Sends nothing more and waits until the client or the server gives up. */
  async hold(): Promise<never> {
    const { signal } = this.#exchange;
    this.#exchange.mute();
    if (!signal.aborted) {
      await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
    }
    if (!(signal.reason instanceof PeerGoneError)) this.#exchange.dropConnection();
    throw new PeerGoneError();
  }

  async #writeBody(frame: Buffer, before: Fault | undefined): Promise<void> {
    if (before?.action === "slow") {
      await this.#writeSlowly(frame, before.pauseMs, before.chunkBytes ?? 1);
      return;
    }
    const fault = this.#script.take(this.#subject, "mid-frame");
    if (fault === undefined) {
      await this.#exchange.write(frame);
      return;
    }
    const atByte = "atByte" in fault && fault.atByte !== undefined ? fault.atByte : Math.floor(frame.length / 2);
    await this.#exchange.write(frame.subarray(0, atByte));
    await this.#perform(fault);
    await this.#exchange.write(frame.subarray(atByte));
  }

  async #writeSlowly(frame: Buffer, pauseMs: number, chunkBytes: number): Promise<void> {
    for (let from = 0; from < frame.length; from += chunkBytes) {
      await this.#pause(pauseMs);
      await this.#exchange.write(frame.subarray(from, from + chunkBytes));
    }
  }

  async #perform(fault: Fault): Promise<void> {
    const exchange = this.#exchange;
    switch (fault.action) {
      case "drop-connection":
        await exchange.flush();
        exchange.dropConnection();
        throw new PeerGoneError();
      case "reset-stream":
        await exchange.flush();
        exchange.reset(fault.code ?? INTERNAL_ERROR);
        throw new PeerGoneError();
      case "respond":
        this.#respond(fault.status, fault.headers ?? {}, fault.body);
        break;
      case "drain":
        throw apiError("server_draining", "server is about to stop");
      case "delay":
        await this.#pause(fault.delayMs);
        break;
      case "silence":
        await exchange.flush();
        return await this.hold();
      case "end":
        exchange.end();
        throw new PeerGoneError();
      case "goaway":
        exchange.goAway(fault.code ?? 0);
        break;
      case "read-slowly":
        exchange.readingPace = {
          chunkBytes: fault.chunkBytes ?? SLOW_READ_BYTES,
          pause: () => this.#pause(fault.pauseMs),
        };
        break;
      default:
        // The others change a frame or an ack, which their sender does.
        break;
    }
  }

  #respond(status: number, headers: Readonly<Record<string, string>>, body: unknown): never {
    const isText = typeof body === "string";
    const text = isText ? body : body === undefined ? "" : JSON.stringify(body);
    if (this.#exchange.started) throw new ApiError(status, undefined, "injected fault", text);
    const type: Record<string, string> = isText || body === undefined ? {} : { "content-type": "application/json" };
    this.#exchange.send(status, { ...type, ...headers }, Buffer.from(text));
    throw new PeerGoneError();
  }

  /** Resolves after a while, or as soon as the request is over. */
  async #pause(delayMs: number): Promise<void> {
    const { signal } = this.#exchange;
    await new Promise<void>((resolve) => {
      const stop = (): void => {
        timer.cancel();
        signal.removeEventListener("abort", stop);
        resolve();
      };
      const timer = this.#clock.setTimer(stop, delayMs);
      if (signal.aborted) stop();
      else signal.addEventListener("abort", stop);
    });
    signal.throwIfAborted();
  }
}

function alterFrame(frame: Buffer, fault: Fault): Buffer {
  if (fault.action === "advise-reconnect") return adviseReconnect(frame);
  return fault.action === "replace-frame" ? Buffer.from(fault.bytes) : frame;
}
