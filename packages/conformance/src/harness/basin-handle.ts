import type { JsonInput } from "../wire/exact-json.js";
import type { HeaderValues, Reply } from "../wire/http-client.js";
import type { CaseContext, RequestOptions } from "./case-context.js";
import { expectStatus } from "./expectations.js";
import { type QueryValues, queryText } from "./query.js";
import { StreamHandle } from "./stream-handle.js";

/** A listed basin. */
export interface BasinInfo {
  name: string;
  location: string | null;
  created_at: string;
  deleted_at: string | null;
  state?: string;
}

/** A listed stream. */
export interface StreamInfo {
  name: string;
  created_at: string;
  deleted_at: string | null;
  cipher: string | null;
}

/** Requests about one basin. Nothing is checked here unless a method says so. */
export class BasinHandle {
  readonly context: CaseContext;
  readonly name: string;

  constructor(context: CaseContext, name: string) {
    this.context = context;
    this.name = name;
  }

  get path(): string {
    return `/v1/basins/${encodeURIComponent(this.name)}`;
  }

  /** POST with the basin's name and `members` beside it. */
  create(members: Record<string, JsonInput | undefined> = {}, headers?: HeaderValues | undefined): Promise<Reply> {
    return this.context.request("POST", "/v1/basins", { json: { basin: this.name, ...members }, headers });
  }

  /** PUT; without `body` nothing is sent, not even a content type. */
  ensure(body?: JsonInput | undefined): Promise<Reply> {
    return this.context.request("PUT", this.path, { json: body });
  }

  reconfigure(body: JsonInput): Promise<Reply> {
    return this.context.request("PATCH", this.path, { json: body });
  }

  config(): Promise<Reply> {
    return this.context.request("GET", this.path);
  }

  delete(): Promise<Reply> {
    return this.context.request("DELETE", this.path);
  }

  /** This basin's entry in the list of basins, or undefined. */
  async listed(): Promise<BasinInfo | undefined> {
    const reply = await this.context.request("GET", `/v1/basins?prefix=${this.name}`);
    expectStatus(reply, 200);
    return reply.json<{ basins: BasinInfo[] }>().basins.find(({ name }) => name === this.name);
  }

  /** A request with the `s2-basin` header of this basin. */
  request(method: string, path: string, options: RequestOptions = {}): Promise<Reply> {
    return this.context.request(method, path, { ...options, headers: { "s2-basin": this.name, ...options.headers } });
  }

  listStreams(query: QueryValues = {}): Promise<Reply> {
    return this.request("GET", `/v1/streams${queryText(query)}`);
  }

  /** The names of one listed page. Fails unless the list succeeds. */
  async streamNames(query: QueryValues = {}): Promise<string[]> {
    const reply = await this.listStreams(query);
    expectStatus(reply, 200);
    return reply.json<{ streams: StreamInfo[] }>().streams.map(({ name }) => name);
  }

  /** A handle for a stream, existing or not. */
  stream(name: string): StreamHandle {
    return new StreamHandle(this, name);
  }

  /** A handle for a stream that does not exist. */
  missingStream(): StreamHandle {
    return this.stream(this.context.uniqueName("missing"));
  }

  /** Creates a stream with a name of its own. Fails unless that succeeds. */
  async newStream(config?: JsonInput | undefined): Promise<StreamHandle> {
    const stream = this.stream(this.context.uniqueName("stream"));
    expectStatus(await stream.create({ config }), 201);
    return stream;
  }
}
