import { randomBytes } from "node:crypto";
import type { JsonInput } from "../wire/exact-json.js";
import { writeExactJson } from "../wire/exact-json.js";
import {
  type Exchange,
  type HeaderValues,
  type HttpClient,
  type HttpProtocol,
  type Reply,
  readReply,
} from "../wire/http-client.js";
import { Http1Client } from "../wire/http1-client.js";
import { Http2Client } from "../wire/http2-client.js";
import { within } from "../wire/within.js";
import { BasinHandle } from "./basin-handle.js";
import { expectStatus } from "./expectations.js";
import type { StreamHandle } from "./stream-handle.js";

/** What is sent with a request besides method and path. */
export interface RequestOptions {
  headers?: HeaderValues | undefined;
  /** Sent as JSON with its content type. */
  json?: JsonInput | undefined;
  /** Sent as it is; the content type is up to `headers`. */
  body?: string | Uint8Array | undefined;
}

/** A basin that the cases of one run share, made by the first that asks. */
export class SharedBasin {
  #basin: Promise<string> | undefined;

  get(create: () => Promise<string>): Promise<string> {
    this.#basin ??= create();
    return this.#basin;
  }
}

/** What a case gets: one server, one HTTP version, and connections that are closed after it. */
export class CaseContext {
  readonly baseUrl: string;
  readonly http: HttpClient;
  readonly #sharedBasin: SharedBasin;
  readonly #deferred: (() => void | Promise<void>)[] = [];

  constructor(baseUrl: string, protocol: HttpProtocol, sharedBasin: SharedBasin) {
    this.baseUrl = baseUrl;
    this.http = this.client(protocol);
    this.#sharedBasin = sharedBasin;
  }

  /** Runs `cleanUp` after the case, whatever its outcome; last in, first out. */
  defer(cleanUp: () => void | Promise<void>): void {
    this.#deferred.push(cleanUp);
  }

  /** Runs what was deferred. */
  async close(): Promise<void> {
    for (const cleanUp of this.#deferred.reverse()) await cleanUp();
  }

  /** A further client with connections of its own. */
  client(protocol: HttpProtocol = this.http.protocol): HttpClient {
    const client = protocol === "h1" ? new Http1Client(this.baseUrl) : new Http2Client(this.baseUrl);
    this.defer(() => client.close());
    return client;
  }

  /** Begins a request whose body is still open. */
  open(method: string, path: string, headers?: HeaderValues | undefined): Exchange {
    return this.http.open({ method, path, headers });
  }

  /** One whole request and response. */
  request(method: string, path: string, options: RequestOptions = {}): Promise<Reply> {
    const { json, body = json === undefined ? undefined : writeExactJson(json) } = options;
    const contentType = json === undefined ? {} : { "content-type": "application/json" };
    const headers = { ...contentType, ...options.headers };
    const exchange = this.http.send({ method, path, headers }, body === undefined ? undefined : Buffer.from(body));
    return within(readReply(exchange), `reply to ${method} ${path}`);
  }

  /** A name that no other case uses: `prefix` and twelve random characters. */
  uniqueName(prefix: string): string {
    return `${prefix}-${randomBytes(6).toString("hex")}`;
  }

  /** A handle for a basin, existing or not. */
  basinNamed(name: string): BasinHandle {
    return new BasinHandle(this, name);
  }

  /** Creates a basin of the case's own. */
  async newBasin(config?: JsonInput | undefined): Promise<BasinHandle> {
    const basin = this.basinNamed(this.uniqueName("case"));
    expectStatus(await basin.create({ config }), 201);
    return basin;
  }

  /** The basin that all cases of the run share; it has S2's default configuration and many streams. */
  async sharedBasin(): Promise<BasinHandle> {
    const create = async (): Promise<string> => (await this.newBasin()).name;
    return this.basinNamed(await this.#sharedBasin.get(create));
  }

  /** Creates a stream of the case's own in the shared basin. */
  async newStream(config?: JsonInput | undefined): Promise<StreamHandle> {
    return (await this.sharedBasin()).newStream(config);
  }
}
