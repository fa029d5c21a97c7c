// Generated from Unusual */ API 2 by `s2kit-codegen generate`. Do not edit: run it again.

import type { Client, Middleware, ParseAs, ParseAsResponse } from "openapi-fetch";
import type { components, paths } from "./schema.js";

/** What the functions of this file send their requests with. */
export interface OperationClient {
  /** Serves every operation; its `baseUrl` is the address of those that have none of their own. */
  readonly http: Client<paths>;
  /**
   * Decides where an operation with an address of its own is sent, e.g. from the basin in `variables`.
   * Without it the variables are put into the documented `url`. The headers yield to those of the call.
   */
  readonly resolveServer?:
    | ((server: { url: string; variables: Record<string, string> }) => {
        baseUrl: string;
        headers?: Record<string, string>;
      })
    | undefined;
}

/** What every operation takes besides its own parts: the options of `fetch`, and some of openapi-fetch. */
export interface RequestOptions<P extends ParseAs = "json">
  extends Omit<RequestInit, "body" | "headers" | "method" | "signal"> {
  /** Gives up the request; the promise rejects with its reason. */
  signal?: AbortSignal | null | undefined;
  /** Headers beyond the documented ones, e.g. `accept`; `null` takes away one that the client would add. */
  headers?: Headers | Record<string, string | number | boolean | null | undefined> | undefined;
  /** How to read a successful answer. JSON is read without rounding: integers beyond 2^53 - 1 come as `bigint`. */
  parseAs?: P | undefined;
  /** Used in place of the client's. */
  fetch?: ((request: Request) => Promise<Response>) | undefined;
  /** Runs after the client's own. */
  middleware?: Middleware[] | undefined;
  /** Writes the body in place of the built-in way: JSON with every `bigint` as a plain number. */
  bodySerializer?: ((body: unknown, headers: Headers) => unknown) | undefined;
}

/**
 * `data` for a success, `error` for any other status. An answer that the document does not know (another status,
 * the error page of a proxy) is typed as if it did: look at `response.status` before trusting `error`.
 */
export type OperationResult<Data, Failure, P extends ParseAs = "json"> =
  | { data: ParseAsResponse<Data, { parseAs: P }>; error?: never; response: Response }
  | { data?: never; error: Failure; response: Response };

/** Bodies that `fetch` takes as they are, for forms other than JSON. Say which in the `content-type` header. */
export type RawBody = Blob | ArrayBuffer | Uint8Array | FormData | URLSearchParams | ReadableStream<Uint8Array>;

/** Parameters in which `undefined` means absent. Those in `Json` travel as JSON. */
type Given<T, Json = unknown> = Undefinable<Omit<NonNullable<T>, keyof Json> & Json>;

type Undefinable<T> = { [K in keyof T]: Record<never, never> extends Pick<T, K> ? T[K] | undefined : T[K] };

/** What is fixed about an operation. */
interface Call {
  method: "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace";
  path: keyof paths;
  /** The address with its variables, if it is not the document's. */
  server?: string;
  contentType?: string;
  parseAs?: ParseAs;
}

interface CallOptions extends RequestOptions<ParseAs> {
  path?: object | undefined;
  query?: object | undefined;
  header?: object | undefined;
  server?: Record<string, string> | undefined;
  body?: unknown;
}

async function send<Result>(client: OperationClient, call: Call, options: CallOptions = {}): Promise<Result> {
  const { server = {}, headers = {}, parseAs = call.parseAs ?? "json", middleware = [], ...rest } = options;
  const { path, query, header, ...init } = rest;
  const target = call.server === undefined ? undefined : locate(client, call.server, server);
  // openapi-fetch rounds the integers of an error; its text is kept to read them exactly.
  let failure: { response: Response; text: Promise<string> } | undefined;
  const keepText: Middleware = {
    onResponse({ response }) {
      if (!response.ok) failure = { response, text: response.clone().text().catch(() => "null") };
    },
  };
  const request = client.http.request as (method: string, path: string, init: object) => Promise<Answer>;
  const answer = await request(call.method, call.path, {
    bodySerializer: encodeBody,
    ...given(init),
    baseUrl: target?.baseUrl,
    headers: {
      "content-type": init.body === undefined ? undefined : call.contentType,
      ...target?.headers,
      ...given(headers instanceof Headers ? Object.fromEntries(headers) : headers),
    },
    params: { path, query, header },
    parseAs: parseAs === "json" ? "text" : parseAs,
    middleware: [...middleware, keepText],
  });
  const { data, error, response } = answer;
  if (parseAs === "json" && typeof data === "string") answer.data = data === "" ? undefined : parseJson(data);
  if (typeof error === "object" && failure?.response === response) answer.error = parseJson(await failure.text);
  return answer as Result;
}

interface Answer {
  data?: unknown;
  error?: unknown;
  response: Response;
}

function locate(
  client: OperationClient,
  url: string,
  variables: Record<string, string>,
): { baseUrl: string; headers?: Record<string, string> } {
  if (client.resolveServer !== undefined) return client.resolveServer({ url, variables });
  const baseUrl = url.replace(/\{([^{}]+)\}/g, (_variable, name: string) => {
    const value = variables[name];
    if (value === undefined || value === "") throw new TypeError(`options.server.${name} is missing`);
    return encodeURIComponent(value);
  });
  return { baseUrl };
}

function given(values: object): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** JSON, except for what `fetch` takes as it is, and for text under another content type. */
function encodeBody(body: unknown, headers: Headers): unknown {
  const raw = [Blob, ArrayBuffer, FormData, URLSearchParams, ReadableStream].some((kind) => body instanceof kind);
  if (raw || ArrayBuffer.isView(body)) return body;
  const contentType = headers.get("content-type") ?? "application/json";
  return typeof body === "string" && !/^[^;]*[/+]json\s*(;|$)/i.test(contentType) ? body : stringifyJson(body);
}

/**
 * The options with some parameters written as JSON.
 * Escapes all but ASCII in it, because a header can carry nothing else.
 */
function withJson(
  options: CallOptions | undefined,
  part: "path" | "query" | "header",
  names: string[],
): CallOptions {
  const values: Record<string, unknown> = { ...options?.[part] };
  for (const name of names) {
    values[name] = stringifyJson(values[name])?.replace(/[^ -~]/g, (unit) => {
      return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
    });
  }
  return { ...options, [part]: values };
}

/** Like `JSON.stringify`, with every `bigint` as a plain number. */
function stringifyJson(value: unknown): string | undefined {
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "object" || value === null || "toJSON" in value) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => stringifyJson(item) ?? "null").join()}]`;
  const members: string[] = [];
  for (const [name, member] of Object.entries(value)) {
    const text = stringifyJson(member);
    if (text !== undefined) members.push(`${JSON.stringify(name)}:${text}`);
  }
  return `{${members.join()}}`;
}

/** A string, with the colon after it if it is a name, or a number. */
const JSON_TOKEN = /"(?:[^"\\]+|\\.)*"(\s*:)?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Like `JSON.parse`, with integers beyond 2^53 - 1 as `bigint`. */
function parseJson(text: string): unknown {
  const rounded: unknown = JSON.parse(text);
  if (!/\d{16}/.test(text)) return rounded;
  // A wide integer becomes a string that begins with U+0000, and a string that begins with it gets a second one.
  const marked = text.replace(JSON_TOKEN, (token, colon: string | undefined) => {
    if (colon !== undefined) return token;
    if (token.startsWith('"')) return token.startsWith('"\\u0000') ? `"\\u0000${token.slice(1)}` : token;
    return /[.eE]/.test(token) || Number.isSafeInteger(Number(token)) ? token : `"\\u0000${token}"`;
  });
  return JSON.parse(marked, (_name, value: unknown) => {
    if (typeof value !== "string" || !value.startsWith("\0")) return value;
    return value[1] === "\0" ? value.slice(1) : BigInt(value.slice(1));
  });
}

type GetThingsByThingOperation = paths["/things/{thing}"]["get"];

/** What {@link getThingsByThing} takes. */
export interface GetThingsByThingOptions<P extends ParseAs = "json"> extends RequestOptions<P> {
  /** Parts of the path. They are percent-encoded, so a `/` in a name is safe. */
  path: Given<GetThingsByThingOperation["parameters"]["path"]>;
  /** Query parameters. */
  query: Given<GetThingsByThingOperation["parameters"]["query"], { filter: components["schemas"]["FilterParameter"] }>;
  /** Documented headers. */
  header: Given<GetThingsByThingOperation["parameters"]["header"]>;
}

/** What {@link getThingsByThing} gets for success. */
export type GetThingsByThingData = GetThingsByThingOperation["responses"][200]["content"]["application/json"];

/** What {@link getThingsByThing} gets for a documented error. */
export type GetThingsByThingError =
  GetThingsByThingOperation["responses"][404]["content"]["application/problem+json"] | string;

/** Success or failure of {@link getThingsByThing}. */
export type GetThingsByThingResult<P extends ParseAs = "json"> =
  OperationResult<GetThingsByThingData, GetThingsByThingError, P>;

/**
 * Get a thing *\/ safely
 *
 * First line.
 * Second line, which goes on and on, for so long that it does not fit into the width of a line of the generated file.
 *
 * Takes:
 * - `path.thing`: Required. At most 5 characters.
 * - `query.tags`
 * - `query.filter`: Required. Sent as compact JSON.
 * - `header.trace`: Required.
 *
 * Answers:
 * - `200`: The thing.
 * - `404`: A problem.
 * - `default`: Anything else.
 */
export async function getThingsByThing<P extends ParseAs = "json">(
  client: OperationClient,
  options: GetThingsByThingOptions<P>,
): Promise<GetThingsByThingResult<P>> {
  return await send(client, { method: "get", path: "/things/{thing}" }, withJson(options, "query", ["filter"]));
}

type DeleteOperationOperation = paths["/things/{thing}"]["put"];

/** What {@link deleteOperation} takes. */
export interface DeleteOperationOptions<P extends ParseAs = "json"> extends RequestOptions<P> {
  /** Parts of the path. They are percent-encoded, so a `/` in a name is safe. */
  path: Given<DeleteOperationOperation["parameters"]["path"]>;
  /** Documented headers. */
  header?: Given<DeleteOperationOperation["parameters"]["header"]> | undefined;
  /** The request body. Without it nothing is sent, not even a content type. */
  body?: NonNullable<NonNullable<DeleteOperationOperation["requestBody"]>["content"]["application/json"]> | undefined;
}

/** What {@link deleteOperation} gets for success. */
export type DeleteOperationData = undefined;

/** What {@link deleteOperation} gets for a documented error. */
export type DeleteOperationError = unknown;

/** Success or failure of {@link deleteOperation}. */
export type DeleteOperationResult<P extends ParseAs = "json"> =
  OperationResult<DeleteOperationData, DeleteOperationError, P>;

/**
 * PUT /things/{thing}
 *
 * Takes:
 * - `path.thing`: Required. At most 5 characters.
 * - `header.trace`
 * - `body`
 *
 * Answers:
 * - `204`: Done.
 *
 * @deprecated
 */
export async function deleteOperation<P extends ParseAs = "json">(
  client: OperationClient,
  options: DeleteOperationOptions<P>,
): Promise<DeleteOperationResult<P>> {
  return await send(client, { method: "put", path: "/things/{thing}" }, options);
}

type DeleteThingsByThingOperation = paths["/things/{thing}"]["delete"];

/** What {@link deleteThingsByThing} takes. */
export interface DeleteThingsByThingOptions<P extends ParseAs = "json"> extends RequestOptions<P> {
  /** Parts of the path. They are percent-encoded, so a `/` in a name is safe. */
  path: Given<DeleteThingsByThingOperation["parameters"]["path"]>;
  /** Documented headers. */
  header?: Given<DeleteThingsByThingOperation["parameters"]["header"]> | undefined;
}

/** What {@link deleteThingsByThing} gets for success. */
export type DeleteThingsByThingData = undefined;

/** What {@link deleteThingsByThing} gets for a documented error. */
export type DeleteThingsByThingError = unknown;

/** Success or failure of {@link deleteThingsByThing}. */
export type DeleteThingsByThingResult<P extends ParseAs = "json"> =
  OperationResult<DeleteThingsByThingData, DeleteThingsByThingError, P>;

/**
 * DELETE /things/{thing}
 *
 * Takes:
 * - `path.thing`: Required. At most 5 characters.
 * - `header.trace`
 *
 * Answers:
 * - `202`: Soon.
 */
export async function deleteThingsByThing<P extends ParseAs = "json">(
  client: OperationClient,
  options: DeleteThingsByThingOptions<P>,
): Promise<DeleteThingsByThingResult<P>> {
  return await send(client, { method: "delete", path: "/things/{thing}" }, options);
}

type PatchThingOperation = paths["/things/{thing}"]["patch"];

/** What {@link patchThing} takes. */
export interface PatchThingOptions<P extends ParseAs = "json"> extends RequestOptions<P> {
  /** Parts of the path. They are percent-encoded, so a `/` in a name is safe. */
  path: Given<PatchThingOperation["parameters"]["path"]>;
  /** Documented headers. */
  header?: Given<PatchThingOperation["parameters"]["header"]> | undefined;
  /** The request body. */
  body: NonNullable<PatchThingOperation["requestBody"]>["content"]["application/merge-patch+json"];
}

/** What {@link patchThing} gets for success. */
export type PatchThingData = PatchThingOperation["responses"]["2XX"]["content"]["application/json"];

/** What {@link patchThing} gets for a documented error. */
export type PatchThingError = PatchThingOperation["responses"]["4XX"]["content"]["application/problem+json"];

/** Success or failure of {@link patchThing}. */
export type PatchThingResult<P extends ParseAs = "json"> = OperationResult<PatchThingData, PatchThingError, P>;

/**
 * PATCH /things/{thing}
 *
 * Takes:
 * - `path.thing`: Required. At most 5 characters.
 * - `header.trace`
 * - `body`: Required.
 *
 * Answers:
 * - `2XX`: Done.
 * - `4XX`: A problem.
 */
export async function patchThing<P extends ParseAs = "json">(
  client: OperationClient,
  options: PatchThingOptions<P>,
): Promise<PatchThingResult<P>> {
  return await send(
    client,
    {
      method: "patch",
      path: "/things/{thing}",
      contentType: "application/merge-patch+json",
    },
    options,
  );
}

type ReadLogOperation = paths["/things/{id}/log"]["get"];

/** What {@link readLog} takes. */
export interface ReadLogOptions<P extends ParseAs = "text"> extends RequestOptions<P> {
  /** Parts of the path. They are percent-encoded, so a `/` in a name is safe. */
  path: Given<ReadLogOperation["parameters"]["path"]>;
}

/** What {@link readLog} gets for success. */
export type ReadLogData = string;

/** What {@link readLog} gets for a documented error. */
export type ReadLogError = unknown;

/** Success or failure of {@link readLog}. */
export type ReadLogResult<P extends ParseAs = "text"> = OperationResult<ReadLogData, ReadLogError, P>;

/**
 * GET /things/{id}/log
 *
 * Takes:
 * - `path.id`: Required.
 *
 * Answers:
 * - `200`: The log.
 */
export async function readLog<P extends ParseAs = "text">(
  client: OperationClient,
  options: ReadLogOptions<P>,
): Promise<ReadLogResult<P>> {
  return await send(
    client,
    {
      method: "get",
      path: "/things/{id}/log",
      server: "https://logs.unusual.test/v2",
      parseAs: "text",
    },
    options,
  );
}

type WriteLogOperation = paths["/things/{id}/log"]["post"];

/** What {@link writeLog} takes. */
export interface WriteLogOptions<P extends ParseAs = "blob"> extends RequestOptions<P> {
  /** Parts of the path. They are percent-encoded, so a `/` in a name is safe. */
  path: Given<WriteLogOperation["parameters"]["path"]>;
  /** The request body. Without it nothing is sent, not even a content type. */
  body?: string | RawBody | undefined;
  /** Which server to ask. */
  server: { region: "eu" | "us" | (string & {}); port: string };
}

/** What {@link writeLog} gets for success. */
export type WriteLogData = unknown;

/** What {@link writeLog} gets for a documented error. */
export type WriteLogError = unknown;

/** Success or failure of {@link writeLog}. */
export type WriteLogResult<P extends ParseAs = "blob"> = OperationResult<WriteLogData, WriteLogError, P>;

/**
 * POST /things/{id}/log
 *
 * Takes:
 * - `path.id`: Required.
 * - `server.region`: Required. Known values: `eu`, `us`. Part of the address
 *   `https://{region}.logs.unusual.test:{port}/v2`.
 * - `server.port`: Required. Part of the address `https://{region}.logs.unusual.test:{port}/v2`.
 * - `body`
 *
 * Answers:
 * - `200`: An archive.
 */
export async function writeLog<P extends ParseAs = "blob">(
  client: OperationClient,
  options: WriteLogOptions<P>,
): Promise<WriteLogResult<P>> {
  return await send(
    client,
    {
      method: "post",
      path: "/things/{id}/log",
      server: "https://{region}.logs.unusual.test:{port}/v2",
      contentType: "text/plain",
      parseAs: "blob",
    },
    options,
  );
}

type EventsOperation = paths["/events"]["get"];

/** What {@link events} takes. */
export interface EventsOptions<P extends ParseAs = "stream"> extends RequestOptions<P> {
  /** Query parameters. */
  query?: Given<EventsOperation["parameters"]["query"], { where?: components["schemas"]["WhereParameter"] }> | undefined;
}

/** What {@link events} gets for success. */
export type EventsData = string;

/** What {@link events} gets for a documented error. */
export type EventsError = unknown;

/** Success or failure of {@link events}. */
export type EventsResult<P extends ParseAs = "stream"> = OperationResult<EventsData, EventsError, P>;

/**
 * GET /events
 *
 * Takes:
 * - `query.where`: Sent as compact JSON.
 *
 * Answers:
 * - `200`: Events.
 */
export async function events<P extends ParseAs = "stream">(
  client: OperationClient,
  options?: EventsOptions<P>,
): Promise<EventsResult<P>> {
  return await send(
    client,
    {
      method: "get",
      path: "/events",
      parseAs: "stream",
    },
    withJson(options, "query", ["where"]),
  );
}

type RequestOperationOperation = paths["/events"]["post"];

/** What {@link requestOperation} takes. */
export interface RequestOperationOptions<P extends ParseAs = "json"> extends RequestOptions<P> {
  /** The request body. */
  body: NonNullable<RequestOperationOperation["requestBody"]>["content"]["application/json"] | RawBody;
}

/** What {@link requestOperation} gets for success. */
export type RequestOperationData =
  RequestOperationOperation["responses"][200]["content"]["application/json"] | undefined;

/** What {@link requestOperation} gets for a documented error. */
export type RequestOperationError = unknown;

/** Success or failure of {@link requestOperation}. */
export type RequestOperationResult<P extends ParseAs = "json"> =
  OperationResult<RequestOperationData, RequestOperationError, P>;

/**
 * POST /events
 *
 * Takes:
 * - `body`: Required. As JSON, or as `application/protobuf` with that `content-type` in `headers`.
 *
 * Answers:
 * - `200`: Answer. `application/protobuf` or `application/json`, by the `accept` header; read the others with
 *   `parseAs`.
 * - `201`: Nothing.
 */
export async function requestOperation<P extends ParseAs = "json">(
  client: OperationClient,
  options: RequestOperationOptions<P>,
): Promise<RequestOperationResult<P>> {
  return await send(client, { method: "post", path: "/events" }, options);
}
