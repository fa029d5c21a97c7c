import { once } from "node:events";
import { type IncomingHttpHeaders, request } from "node:http";
import http2, { type ClientHttp2Session, type ClientHttp2Stream } from "node:http2";
import { test as base, type TestAPI } from "vitest";
import { ManualClock } from "../src/manual-clock.js";
import { type EmbeddedServer, type ServerOptions, startServer } from "../src/start-server.js";
import { type Frame, FrameDecoder } from "../src/wire/frame.js";

export const BASIN = "test-basin";

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly text: string;
  /** The body as JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape.
  readonly json: any;
}

export interface HttpOptions {
  readonly headers?: Record<string, string> | undefined;
  /** Objects are sent as JSON. */
  readonly body?: string | Uint8Array | object | undefined;
}

/** One request over HTTP/1.1 on its own connection; the target goes out as given. */
export async function http(
  server: EmbeddedServer,
  method: string,
  target: string,
  { headers, body }: HttpOptions = {},
): Promise<HttpAnswer> {
  const isJson = body !== undefined && typeof body !== "string" && !(body instanceof Uint8Array);
  const outgoing = request({
    port: server.port,
    method,
    path: target,
    agent: false,
    headers: { "s2-basin": BASIN, ...(isJson ? { "content-type": "application/json" } : {}), ...headers },
  });
  outgoing.end(isJson ? JSON.stringify(body) : body);
  const [response] = await once(outgoing, "response");
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  const text = bytes.toString();
  return {
    status: response.statusCode,
    headers: response.headers,
    body: bytes,
    text,
    get json() {
      return JSON.parse(text);
    },
  };
}

/** Appends records given as bodies. */
export function append(server: EmbeddedServer, stream: string, ...bodies: string[]): Promise<HttpAnswer> {
  const body = { records: bodies.map((text) => ({ body: text })) };
  return http(server, "POST", `/v1/streams/${stream}/records`, { body });
}

/** An S2S request over HTTP/2 whose frames come as they arrive. */
export class Session {
  readonly stream: ClientHttp2Stream;
  readonly #decoder = new FrameDecoder();
  readonly #wakers: (() => void)[] = [];
  #ended = false;

  constructor(stream: ClientHttp2Stream) {
    this.stream = stream;
    stream.on("data", (chunk: Buffer) => {
      this.#decoder.push(chunk);
      this.#wake();
    });
    stream.on("error", () => undefined);
    for (const event of ["end", "close"]) {
      stream.on(event, () => {
        this.#ended = true;
        this.#wake();
      });
    }
  }

  /** The next frame, or undefined when the response is over. */
  async next(): Promise<Frame | undefined> {
    for (;;) {
      const frame = this.#decoder.next();
      if (frame !== undefined || this.#ended) return frame;
      await new Promise<void>((resolve) => this.#wakers.push(resolve));
    }
  }

  /** All frames until the response is over. */
  async rest(): Promise<Frame[]> {
    const frames: Frame[] = [];
    for (let frame = await this.next(); frame !== undefined; frame = await this.next()) frames.push(frame);
    return frames;
  }

  /** Waits until the stream is gone. @returns Its reset code, 0 when it ended normally. */
  async closed(): Promise<number> {
    if (!this.stream.destroyed) await new Promise((resolve) => this.stream.once("close", resolve));
    return this.stream.rstCode;
  }

  /** @throws when the response ended inside a frame. */
  assertWholeFrames(): void {
    this.#decoder.finish();
  }

  #wake(): void {
    for (const wake of this.#wakers.splice(0)) wake();
  }
}

/** A connection for sessions. */
export class Connection {
  readonly session: ClientHttp2Session;

  constructor(server: EmbeddedServer) {
    this.session = http2.connect(server.url);
    this.session.on("error", () => undefined);
  }

  open(method: "GET" | "POST", path: string, headers: Record<string, string> = {}): Session {
    const stream = this.session.request(
      { ":method": method, ":path": path, "s2-basin": BASIN, "content-type": "s2s/proto", ...headers },
      { endStream: method === "GET" },
    );
    return new Session(stream);
  }

  appendSession(stream: string): Session {
    return this.open("POST", `/v1/streams/${stream}/records`);
  }

  readSession(stream: string, query = "seq_num=0"): Session {
    return this.open("GET", `/v1/streams/${stream}/records?${query}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Not in a turn in which Node takes in bytes of the session: that can end the process (nodejs/node#64113).
    await new Promise(setImmediate);
    this.session.destroy();
  }
}

/** Status and JSON body of a terminal frame. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into errors of every shape.
export function terminalOf(frame: Frame | undefined): { status: number; body: any } {
  if (frame === undefined || !frame.terminal) throw new Error("not a terminal frame");
  return { status: frame.payload.readUInt16BE(), body: JSON.parse(frame.payload.toString("utf8", 2)) };
}

interface Fixtures {
  readonly options: ServerOptions;
  /** A server with `test-basin`, whose streams come into being when they are used. */
  readonly server: EmbeddedServer;
  /** The clock of `timedServer`. */
  readonly clock: ManualClock;
  readonly timedServer: EmbeddedServer;
  readonly connection: Connection;
}

const basins = [{ name: BASIN, config: { create_stream_on_append: true, create_stream_on_read: true } }];

/** Each test gets servers of its own. */
export const test: TestAPI<Fixtures> = base.extend<Fixtures>({
  options: {},
  server: async ({ options }, use) => {
    await using server = await startServer({ basins, ...options });
    await use(server);
  },
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the dependencies of a fixture from this pattern.
  clock: async ({}, use) => use(new ManualClock()),
  timedServer: async ({ clock }, use) => {
    await using server = await startServer({ basins, clock, random: () => 0 });
    await use(server);
  },
  connection: async ({ server }, use) => {
    await using connection = new Connection(server);
    await use(connection);
  },
});
