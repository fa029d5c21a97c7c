// Generated from S2 REST API 1.0.0 by `s2kit-codegen generate`. Do not edit: run it again.

import { parseJson, stringifyJson } from "@s2kit/core/internal";
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

type ListAccessTokensOperation = paths["/access-tokens"]["get"];

/** What {@link listAccessTokens} takes. */
export interface ListAccessTokensOptions<P extends ParseAs = "json"> extends RequestOptions<P> {
  /** Query parameters. */
  query?: Given<ListAccessTokensOperation["parameters"]["query"]> | undefined;
}

/** What {@link listAccessTokens} gets for success. */
export type ListAccessTokensData = ListAccessTokensOperation["responses"][200]["content"]["application/json"];

/** What {@link listAccessTokens} gets for a documented error. */
export type ListAccessTokensError =
  ListAccessTokensOperation["responses"][400 | 403 | 408]["content"]["application/json"];

/** Success or failure of {@link listAccessTokens}. */
export type ListAccessTokensResult<P extends ParseAs = "json"> =
  OperationResult<ListAccessTokensData, ListAccessTokensError, P>;

/**
 * List access tokens
 *
 * Answers with one page of the account's access tokens in ascending order of their ids. The secret values are never
 * part of it.
 *
 * Takes:
 * - `query.prefix`: Only ids that begin with this text, compared byte by byte. Default `""`.
 * - `query.start_after`: Only ids that come after this text, itself excluded: the last entry of one page starts the
 *   next. It may lie outside of `prefix`. Default `""`.
 * - `query.limit`: Entries on the page, at most. 0 means the default, and so does more than the maximum. 0 to 1000.
 *   Default `1000`.
 *
 * Answers:
 * - `200`: One page; `has_more` says whether another follows.
 * - `400`: Malformed: `bad_header`, `bad_path`, `bad_query` or `bad_json` says which part.
 * - `403`: Not permitted by the access token (`permission_denied`), or beyond a quota (`quota_exhausted`).
 * - `408`: The service gave up waiting (`request_timeout`). Worth a retry; a write may have been applied.
 */
export async function listAccessTokens<P extends ParseAs = "json">(
  client: OperationClient,
  options?: ListAccessTokensOptions<P>,
): Promise<ListAccessTokensResult<P>> {
  return await send(client, { method: "get", path: "/access-tokens" }, options);
}

type IssueAccessTokenOperation = paths["/access-tokens"]["post"];

/** What {@link issueAccessToken} takes. */
export interface IssueAccessTokenOptions<P extends ParseAs = "json"> extends RequestOptions<P> {
  /** The request body. */
  body: NonNullable<IssueAccessTokenOperation["requestBody"]>["content"]["application/json"];
}

/** What {@link issueAccessToken} gets for success. */
export type IssueAccessTokenData = IssueAccessTokenOperation["responses"][201]["content"]["application/json"];

/** What {@link issueAccessToken} gets for a documented error. */
export type IssueAccessTokenError =
  IssueAccessTokenOperation["responses"][400 | 403 | 408 | 409]["content"]["application/json"];

/** Success or failure of {@link issueAccessToken}. */
export type IssueAccessTokenResult<P extends ParseAs = "json"> =
  OperationResult<IssueAccessTokenData, IssueAccessTokenError, P>;

/**
 * Issue an access token
 *
 * Creates an access token and answers with its secret value, which cannot be asked for again. The scope has to permit
 * at least one operation.
 *
 * Takes:
 * - `body`: Required. Id, scope and end of the new token.
 *
 * Answers:
 * - `201`: Issued. The only time that the value is shown.
 * - `400`: Malformed: `bad_header`, `bad_path`, `bad_query` or `bad_json` says which part.
 * - `403`: Not permitted by the access token (`permission_denied`), or beyond a quota (`quota_exhausted`).
 * - `408`: The service gave up waiting (`request_timeout`). Worth a retry; a write may have been applied.
 * - `409`: Another token has this id (`resource_already_exists`).
 */
export async function issueAccessToken<P extends ParseAs = "json">(
  client: OperationClient,
  options: IssueAccessTokenOptions<P>,
): Promise<IssueAccessTokenResult<P>> {
  return await send(client, { method: "post", path: "/access-tokens" }, options);
}

type RevokeAccessTokenOperation = paths["/access-tokens/{id}"]["delete"];

/** What {@link revokeAccessToken} takes. */
export interface RevokeAccessTokenOptions<P extends ParseAs = "json"> extends RequestOptions<P> {
  /** Parts of the path. They are percent-encoded, so a `/` in a name is safe. */
  path: Given<RevokeAccessTokenOperation["parameters"]["path"]>;
}

/** What {@link revokeAccessToken} gets for success. */
export type RevokeAccessTokenData = undefined;

/** What {@link revokeAccessToken} gets for a documented error. */
export type RevokeAccessTokenError =
  RevokeAccessTokenOperation["responses"][400 | 403 | 408]["content"]["application/json"];

/** Success or failure of {@link revokeAccessToken}. */
export type RevokeAccessTokenResult<P extends ParseAs = "json"> =
  OperationResult<RevokeAccessTokenData, RevokeAccessTokenError, P>;

/**
 * Revoke an access token
 *
 * Makes an access token worthless.
 *
 * Takes:
 * - `path.id`: Required. Id of the token. 1 to 96 characters.
 *
 * Answers:
 * - `204`: Revoked. The answer has no body.
 * - `400`: Malformed: `bad_header`, `bad_path`, `bad_query` or `bad_json` says which part.
 * - `403`: Not permitted by the access token (`permission_denied`), or beyond a quota (`quota_exhausted`).
 * - `408`: The service gave up waiting (`request_timeout`). Worth a retry; a write may have been applied.
 */
export async function revokeAccessToken<P extends ParseAs = "json">(
  client: OperationClient,
  options: RevokeAccessTokenOptions<P>,
): Promise<RevokeAccessTokenResult<P>> {
  return await send(client, { method: "delete", path: "/access-tokens/{id}" }, options);
}

type ListBasinsOperation = paths["/basins"]["get"];

/** What {@link listBasins} takes. */
export interface ListBasinsOptions<P extends ParseAs = "json"> extends RequestOptions<P> {
  /** Query parameters. */
  query?: Given<ListBasinsOperation["parameters"]["query"]> | undefined;
}

/** What {@link listBasins} gets for success. */
export type ListBasinsData = ListBasinsOperation["responses"][200]["content"]["application/json"];

/** What {@link listBasins} gets for a documented error. */
export type ListBasinsError = ListBasinsOperation["responses"][400 | 403 | 408]["content"]["application/json"];

/** Success or failure of {@link listBasins}. */
export type ListBasinsResult<P extends ParseAs = "json"> = OperationResult<ListBasinsData, ListBasinsError, P>;

/**
 * List basins
 *
 * Answers with one page of the account's basins in ascending order of their names. Basins on their way out are
 * included, with `deleted_at` set.
 *
 * Takes:
 * - `query.prefix`: Only names that begin with this text, compared byte by byte. Default `""`.
 * - `query.start_after`: Only names that come after this text, itself excluded: the last entry of one page starts the
 *   next. It may lie outside of `prefix`. Default `""`.
 * - `query.limit`: Entries on the page, at most. 0 means the default, and so does more than the maximum. 0 to 1000.
 *   Default `1000`.
 *
 * Answers:
 * - `200`: One page; `has_more` says whether another follows.
 * - `400`: Malformed: `bad_header`, `bad_path`, `bad_query` or `bad_json` says which part.
 * - `403`: Not permitted by the access token (`permission_denied`), or beyond a quota (`quota_exhausted`).
 * - `408`: The service gave up waiting (`request_timeout`). Worth a retry; a write may have been applied.
 */
export async function listBasins<P extends ParseAs = "json">(
  client: OperationClient,
  options?: ListBasinsOptions<P>,
): Promise<ListBasinsResult<P>> {
  return await send(client, { method: "get", path: "/basins" }, options);
}

type CreateBasinOperation = paths["/basins"]["post"];

/** What {@link createBasin} takes. */
export interface CreateBasinOptions<P extends ParseAs = "json"> extends RequestOptions<P> {
  /** Documented headers. */
  header?: Given<CreateBasinOperation["parameters"]["header"]> | undefined;
  /** The request body. */
  body: NonNullable<CreateBasinOperation["requestBody"]>["content"]["application/json"];
}

/** What {@link createBasin} gets for success. */
export type CreateBasinData = CreateBasinOperation["responses"][200 | 201]["content"]["application/json"];

/** What {@link createBasin} gets for a documented error. */
export type CreateBasinError = CreateBasinOperation["responses"][400 | 403 | 408 | 409]["content"]["application/json"];

/** Success or failure of {@link createBasin}. */
export type CreateBasinResult<P extends ParseAs = "json"> = OperationResult<CreateBasinData, CreateBasinError, P>;

/**
 * Create a basin
 *
 * Creates a basin and never changes an existing one. With an `s2-request-token` the request can be repeated: the same
 * token with the same configuration answers like the first time, whatever was reconfigured since. The response header
 * `s2-provision-result` tells `created` from `noop`.
 *
 * Takes:
 * - `header.s2-request-token`: Makes a repetition of this request harmless. Any text of at most 36 bytes in UTF-8; the
 *   empty text counts as a token. At most 36 characters.
 * - `body`: Required. Name, configuration and location of the basin.
 *
 * Answers:
 * - `200`: The basin existed, from a request with the same token and configuration. s2-lite answers with 201 here too.
 * - `201`: Created; or, by s2-lite, the repetition of a request that did.
 * - `400`: Malformed: `bad_header`, `bad_path`, `bad_query` or `bad_json` says which part.
 * - `403`: Not permitted by the access token (`permission_denied`), or beyond a quota (`quota_exhausted`).
 * - `408`: The service gave up waiting (`request_timeout`). Worth a retry; a write may have been applied.
 * - `409`: The name is taken (`resource_already_exists`), its basin is being deleted (`basin_deletion_pending`), or
 *   another request changed it meanwhile (`transaction_conflict`, worth a retry).
 */
export async function createBasin<P extends ParseAs = "json">(
  client: OperationClient,
  options: CreateBasinOptions<P>,
): Promise<CreateBasinResult<P>> {
  return await send(client, { method: "post", path: "/basins" }, options);
}

type GetBasinConfigOperation = paths["/basins/{basin}"]["get"];

/** What {@link getBasinConfig} takes. */
export interface GetBasinConfigOptions<P extends ParseAs = "json"> extends RequestOptions<P> {
  /** Parts of the path. They are percent-encoded, so a `/` in a name is safe. */
  path: Given<GetBasinConfigOperation["parameters"]["path"]>;
}

/** What {@link getBasinConfig} gets for success. */
export type GetBasinConfigData = GetBasinConfigOperation["responses"][200]["content"]["application/json"];

/** What {@link getBasinConfig} gets for a documented error. */
export type GetBasinConfigError =
  GetBasinConfigOperation["responses"][400 | 403 | 404 | 408 | 409]["content"]["application/json"];

/** Success or failure of {@link getBasinConfig}. */
export type GetBasinConfigResult<P extends ParseAs = "json"> =
  OperationResult<GetBasinConfigData, GetBasinConfigError, P>;

/**
 * Get a basin's configuration
 *
 * Answers with the configuration as set on the basin. What is not set there is null and falls back to the service's
 * defaults.
 *
 * Takes:
 * - `path.basin`: Required. Name of the basin. 8 to 48 characters.
 *
 * Answers:
 * - `200`: The configuration.
 * - `400`: Malformed: `bad_header`, `bad_path`, `bad_query` or `bad_json` says which part.
 * - `403`: Not permitted by the access token (`permission_denied`), or beyond a quota (`quota_exhausted`).
 * - `404`: No such basin (`basin_not_found`).
 * - `408`: The service gave up waiting (`request_timeout`). Worth a retry; a write may have been applied.
 * - `409`: The basin is being deleted (`basin_deletion_pending`). s2-lite answers with 200 as long as it exists.
 */
export async function getBasinConfig<P extends ParseAs = "json">(
  client: OperationClient,
  options: GetBasinConfigOptions<P>,
): Promise<GetBasinConfigResult<P>> {
  return await send(client, { method: "get", path: "/basins/{basin}" }, options);
}

type EnsureBasinOperation = paths["/basins/{basin}"]["put"];

/** What {@link ensureBasin} takes. */
export interface EnsureBasinOptions<P extends ParseAs = "json"> extends RequestOptions<P> {
  /** Parts of the path. They are percent-encoded, so a `/` in a name is safe. */
  path: Given<EnsureBasinOperation["parameters"]["path"]>;
  /** The request body. Without it nothing is sent, not even a content type. */
  body?: NonNullable<NonNullable<EnsureBasinOperation["requestBody"]>["content"]["application/json"]> | undefined;
}

/** What {@link ensureBasin} gets for success. */
export type EnsureBasinData = EnsureBasinOperation["responses"][200 | 201]["content"]["application/json"];

/** What {@link ensureBasin} gets for a documented error. */
export type EnsureBasinError = EnsureBasinOperation["responses"][400 | 408 | 409]["content"]["application/json"];

/** Success or failure of {@link ensureBasin}. */
export type EnsureBasinResult<P extends ParseAs = "json"> = OperationResult<EnsureBasinData, EnsureBasinError, P>;

/**
 * Ensure a basin
 *
 * Brings a basin into being, or replaces the configuration of the one that exists: whatever the body leaves out returns
 * to its default, so no body resets everything. Safe to repeat. The response header `s2-provision-result` tells
 * `created`, `updated` and `noop` apart.
 *
 * Takes:
 * - `path.basin`: Required. Name of the basin. 8 to 48 characters.
 * - `body`: The complete configuration, and for a new basin its location. Leave it out for the defaults: s2-lite
 *   refuses a literal `null` with status 400.
 *
 * Answers:
 * - `200`: The basin existed; it was updated, or was as asked for already.
 * - `201`: Created.
 * - `400`: Malformed: `bad_header`, `bad_path`, `bad_query` or `bad_json` says which part.
 * - `408`: The service gave up waiting (`request_timeout`). Worth a retry; a write may have been applied.
 * - `409`: The basin is being deleted (`basin_deletion_pending`), or another request changed it meanwhile
 *   (`transaction_conflict`, worth a retry).
 */
export async function ensureBasin<P extends ParseAs = "json">(
  client: OperationClient,
  options: EnsureBasinOptions<P>,
): Promise<EnsureBasinResult<P>> {
  return await send(client, { method: "put", path: "/basins/{basin}" }, options);
}

type DeleteBasinOperation = paths["/basins/{basin}"]["delete"];

/** What {@link deleteBasin} takes. */
export interface DeleteBasinOptions<P extends ParseAs = "json"> extends RequestOptions<P> {
  /** Parts of the path. They are percent-encoded, so a `/` in a name is safe. */
  path: Given<DeleteBasinOperation["parameters"]["path"]>;
}

/** What {@link deleteBasin} gets for success. */
export type DeleteBasinData = undefined;

/** What {@link deleteBasin} gets for a documented error. */
export type DeleteBasinError =
  DeleteBasinOperation["responses"][400 | 403 | 404 | 408 | 409]["content"]["application/json"];

/** Success or failure of {@link deleteBasin}. */
export type DeleteBasinResult<P extends ParseAs = "json"> = OperationResult<DeleteBasinData, DeleteBasinError, P>;

/**
 * Delete a basin
 *
 * Starts the deletion of a basin and of all its streams. It goes on in the background; until it is done the basin is
 * listed with `deleted_at`, takes no new streams, and its name cannot be used again. Safe to repeat meanwhile.
 *
 * Takes:
 * - `path.basin`: Required. Name of the basin. 8 to 48 characters.
 *
 * Answers:
 * - `202`: Deletion is under way. The answer has no body.
 * - `400`: Malformed: `bad_header`, `bad_path`, `bad_query` or `bad_json` says which part.
 * - `403`: Not permitted by the access token (`permission_denied`), or beyond a quota (`quota_exhausted`).
 * - `404`: No such basin, or no longer (`basin_not_found`).
 * - `408`: The service gave up waiting (`request_timeout`). Worth a retry; a write may have been applied.
 * - `409`: Another request changed the basin meanwhile (`transaction_conflict`, worth a retry).
 */
export async function deleteBasin<P extends ParseAs = "json">(
  client: OperationClient,
  options: DeleteBasinOptions<P>,
): Promise<DeleteBasinResult<P>> {
  return await send(client, { method: "delete", path: "/basins/{basin}" }, options);
}

type ReconfigureBasinOperation = paths["/basins/{basin}"]["patch"];

/** What {@link reconfigureBasin} takes. */
export interface ReconfigureBasinOptions<P extends ParseAs = "json"> extends RequestOptions<P> {
  /** Parts of the path. They are percent-encoded, so a `/` in a name is safe. */
  path: Given<ReconfigureBasinOperation["parameters"]["path"]>;
  /** The request body. */
  body: NonNullable<ReconfigureBasinOperation["requestBody"]>["content"]["application/json"];
}

/** What {@link reconfigureBasin} gets for success. */
export type ReconfigureBasinData = ReconfigureBasinOperation["responses"][200]["content"]["application/json"];

/** What {@link reconfigureBasin} gets for a documented error. */
export type ReconfigureBasinError =
  ReconfigureBasinOperation["responses"][400 | 403 | 404 | 408]["content"]["application/json"];

/** Success or failure of {@link reconfigureBasin}. */
export type ReconfigureBasinResult<P extends ParseAs = "json"> =
  OperationResult<ReconfigureBasinData, ReconfigureBasinError, P>;

/**
 * Reconfigure a basin
 *
 * Changes the parts of the configuration that the body names: a field left out stays, null clears it, a value sets it;
 * inside of nested groups likewise. Streams that exist keep the configuration they were created with.
 *
 * Takes:
 * - `path.basin`: Required. Name of the basin. 8 to 48 characters.
 * - `body`: Required. What to change.
 *
 * Answers:
 * - `200`: The configuration after the change.
 * - `400`: Malformed: `bad_header`, `bad_path`, `bad_query` or `bad_json` says which part.
 * - `403`: Not permitted by the access token (`permission_denied`), or beyond a quota (`quota_exhausted`).
 * - `404`: No such basin (`basin_not_found`).
 * - `408`: The service gave up waiting (`request_timeout`). Worth a retry; a write may have been applied.
 */
export async function reconfigureBasin<P extends ParseAs = "json">(
  client: OperationClient,
  options: ReconfigureBasinOptions<P>,
): Promise<ReconfigureBasinResult<P>> {
  return await send(client, { method: "patch", path: "/basins/{basin}" }, options);
}

type ListLocationsOperation = paths["/locations"]["get"];

/** What {@link listLocations} takes. */
export interface ListLocationsOptions<P extends ParseAs = "json"> extends RequestOptions<P> {}

/** What {@link listLocations} gets for success. */
export type ListLocationsData = ListLocationsOperation["responses"][200]["content"]["application/json"];

/** What {@link listLocations} gets for a documented error. */
export type ListLocationsError = ListLocationsOperation["responses"][400 | 403 | 408]["content"]["application/json"];

/** Success or failure of {@link listLocations}. */
export type ListLocationsResult<P extends ParseAs = "json"> = OperationResult<ListLocationsData, ListLocationsError, P>;

/**
 * List locations
 *
 * Answers with every location in which the account may create basins, all at once.
 *
 * Answers:
 * - `200`: All locations.
 * - `400`: Malformed: `bad_header`, `bad_path`, `bad_query` or `bad_json` says which part.
 * - `403`: Not permitted by the access token (`permission_denied`), or beyond a quota (`quota_exhausted`).
 * - `408`: The service gave up waiting (`request_timeout`). Worth a retry; a write may have been applied.
 */
export async function listLocations<P extends ParseAs = "json">(
  client: OperationClient,
  options?: ListLocationsOptions<P>,
): Promise<ListLocationsResult<P>> {
  return await send(client, { method: "get", path: "/locations" }, options);
}

type GetDefaultLocationOperation = paths["/locations/default"]["get"];

/** What {@link getDefaultLocation} takes. */
export interface GetDefaultLocationOptions<P extends ParseAs = "json"> extends RequestOptions<P> {}

/** What {@link getDefaultLocation} gets for success. */
export type GetDefaultLocationData = GetDefaultLocationOperation["responses"][200]["content"]["application/json"];

/** What {@link getDefaultLocation} gets for a documented error. */
export type GetDefaultLocationError =
  GetDefaultLocationOperation["responses"][403 | 408]["content"]["application/json"];

/** Success or failure of {@link getDefaultLocation}. */
export type GetDefaultLocationResult<P extends ParseAs = "json"> =
  OperationResult<GetDefaultLocationData, GetDefaultLocationError, P>;

/**
 * Get the default location
 *
 * Answers with the location of new basins that do not name one.
 *
 * Answers:
 * - `200`: The default location.
 * - `403`: Not permitted by the access token (`permission_denied`), or beyond a quota (`quota_exhausted`).
 * - `408`: The service gave up waiting (`request_timeout`). Worth a retry; a write may have been applied.
 */
export async function getDefaultLocation<P extends ParseAs = "json">(
  client: OperationClient,
  options?: GetDefaultLocationOptions<P>,
): Promise<GetDefaultLocationResult<P>> {
  return await send(client, { method: "get", path: "/locations/default" }, options);
}

type SetDefaultLocationOperation = paths["/locations/default"]["put"];

/** What {@link setDefaultLocation} takes. */
export interface SetDefaultLocationOptions<P extends ParseAs = "json"> extends RequestOptions<P> {
  /** The request body. */
  body: NonNullable<SetDefaultLocationOperation["requestBody"]>["content"]["application/json"];
}

/** What {@link setDefaultLocation} gets for success. */
export type SetDefaultLocationData = SetDefaultLocationOperation["responses"][200]["content"]["application/json"];

/** What {@link setDefaultLocation} gets for a documented error. */
export type SetDefaultLocationError =
  SetDefaultLocationOperation["responses"][400 | 403 | 408]["content"]["application/json"];

/** Success or failure of {@link setDefaultLocation}. */
export type SetDefaultLocationResult<P extends ParseAs = "json"> =
  OperationResult<SetDefaultLocationData, SetDefaultLocationError, P>;

/**
 * Set the default location
 *
 * Chooses the location of new basins that do not name one. Basins that exist stay where they are.
 *
 * Takes:
 * - `body`: Required. The name of the location, as a bare JSON string.
 *
 * Answers:
 * - `200`: The new default location.
 * - `400`: Malformed: `bad_header`, `bad_path`, `bad_query` or `bad_json` says which part.
 * - `403`: Not permitted by the access token (`permission_denied`), or beyond a quota (`quota_exhausted`).
 * - `408`: The service gave up waiting (`request_timeout`). Worth a retry; a write may have been applied.
 */
export async function setDefaultLocation<P extends ParseAs = "json">(
  client: OperationClient,
  options: SetDefaultLocationOptions<P>,
): Promise<SetDefaultLocationResult<P>> {
  return await send(client, { method: "put", path: "/locations/default" }, options);
}

type AccountMetricsOperation = paths["/metrics"]["get"];

/** What {@link accountMetrics} takes. */
export interface AccountMetricsOptions<P extends ParseAs = "json"> extends RequestOptions<P> {
  /** Query parameters. */
  query: Given<AccountMetricsOperation["parameters"]["query"]>;
}

/** What {@link accountMetrics} gets for success. */
export type AccountMetricsData = AccountMetricsOperation["responses"][200]["content"]["application/json"];

/** What {@link accountMetrics} gets for a documented error. */
export type AccountMetricsError = AccountMetricsOperation["responses"][400 | 403 | 408]["content"]["application/json"];

/** Success or failure of {@link accountMetrics}. */
export type AccountMetricsResult<P extends ParseAs = "json"> =
  OperationResult<AccountMetricsData, AccountMetricsError, P>;

/**
 * Get metrics of the account
 *
 * Answers with one set of metrics of the account. A range that is reversed or longer than 90 days is refused with
 * status 422.
 *
 * Takes:
 * - `query.set`: Required. Which metrics. `estimated-billable-usage` is in US dollars and offers the widths `hour` and
 *   `day` only. Known values: `active-basins`, `account-ops`, `estimated-billable-usage`.
 * - `query.start`: Begin of the range, in seconds since 1970. Needed by sets that are a series; together with `end` at
 *   most 90 days. At least 0.
 * - `query.end`: End of the range, in seconds since 1970. At least 0.
 * - `query.interval`: Width of one point of a series. Each set has a default of its own, and not every set offers every
 *   width. Known values: `minute`, `hour`, `day`.
 *
 * Answers:
 * - `200`: The metrics of the set.
 * - `400`: Malformed: `bad_header`, `bad_path`, `bad_query` or `bad_json` says which part.
 * - `403`: Not permitted by the access token (`permission_denied`), or beyond a quota (`quota_exhausted`).
 * - `408`: The service gave up waiting (`request_timeout`). Worth a retry; a write may have been applied.
 */
export async function accountMetrics<P extends ParseAs = "json">(
  client: OperationClient,
  options: AccountMetricsOptions<P>,
): Promise<AccountMetricsResult<P>> {
  return await send(client, { method: "get", path: "/metrics" }, options);
}

type BasinMetricsOperation = paths["/metrics/{basin}"]["get"];

/** What {@link basinMetrics} takes. */
export interface BasinMetricsOptions<P extends ParseAs = "json"> extends RequestOptions<P> {
  /** Parts of the path. They are percent-encoded, so a `/` in a name is safe. */
  path: Given<BasinMetricsOperation["parameters"]["path"]>;
  /** Query parameters. */
  query: Given<BasinMetricsOperation["parameters"]["query"]>;
}

/** What {@link basinMetrics} gets for success. */
export type BasinMetricsData = BasinMetricsOperation["responses"][200]["content"]["application/json"];

/** What {@link basinMetrics} gets for a documented error. */
export type BasinMetricsError = BasinMetricsOperation["responses"][400 | 403 | 408]["content"]["application/json"];

/** Success or failure of {@link basinMetrics}. */
export type BasinMetricsResult<P extends ParseAs = "json"> = OperationResult<BasinMetricsData, BasinMetricsError, P>;

/**
 * Get metrics of a basin
 *
 * Answers with one set of metrics of a basin. A range that is reversed or longer than 90 days is refused with status
 * 422.
 *
 * Takes:
 * - `path.basin`: Required. Name of the basin. 8 to 48 characters.
 * - `query.set`: Required. Which metrics. Series default to points of a minute, `basin-ops` to an hour. Known values:
 *   `storage`, `append-ops`, `read-ops`, `read-throughput`, `append-throughput`, `basin-ops`.
 * - `query.start`: Begin of the range, in seconds since 1970. Needed by sets that are a series; together with `end` at
 *   most 90 days. At least 0.
 * - `query.end`: End of the range, in seconds since 1970. At least 0.
 * - `query.interval`: Width of one point of a series. Each set has a default of its own, and not every set offers every
 *   width. Known values: `minute`, `hour`, `day`.
 *
 * Answers:
 * - `200`: The metrics of the set.
 * - `400`: Malformed: `bad_header`, `bad_path`, `bad_query` or `bad_json` says which part.
 * - `403`: Not permitted by the access token (`permission_denied`), or beyond a quota (`quota_exhausted`).
 * - `408`: The service gave up waiting (`request_timeout`). Worth a retry; a write may have been applied.
 */
export async function basinMetrics<P extends ParseAs = "json">(
  client: OperationClient,
  options: BasinMetricsOptions<P>,
): Promise<BasinMetricsResult<P>> {
  return await send(client, { method: "get", path: "/metrics/{basin}" }, options);
}

type StreamMetricsOperation = paths["/metrics/{basin}/{stream}"]["get"];

/** What {@link streamMetrics} takes. */
export interface StreamMetricsOptions<P extends ParseAs = "json"> extends RequestOptions<P> {
  /** Parts of the path. They are percent-encoded, so a `/` in a name is safe. */
  path: Given<StreamMetricsOperation["parameters"]["path"]>;
  /** Query parameters. */
  query: Given<StreamMetricsOperation["parameters"]["query"]>;
}

/** What {@link streamMetrics} gets for success. */
export type StreamMetricsData = StreamMetricsOperation["responses"][200]["content"]["application/json"];

/** What {@link streamMetrics} gets for a documented error. */
export type StreamMetricsError = StreamMetricsOperation["responses"][400 | 403 | 408]["content"]["application/json"];

/** Success or failure of {@link streamMetrics}. */
export type StreamMetricsResult<P extends ParseAs = "json"> = OperationResult<StreamMetricsData, StreamMetricsError, P>;

/**
 * Get metrics of a stream
 *
 * Answers with one set of metrics of a stream. A range that is reversed or longer than 90 days is refused with status
 * 422.
 *
 * Takes:
 * - `path.basin`: Required. Name of the basin. 8 to 48 characters.
 * - `path.stream`: Required. Name of the stream. A `/` in it is sent as `%2F`. 1 to 512 characters.
 * - `query.set`: Required. Which metrics. Known values: `storage`.
 * - `query.start`: Begin of the range, in seconds since 1970. Needed by sets that are a series; together with `end` at
 *   most 90 days. At least 0.
 * - `query.end`: End of the range, in seconds since 1970. At least 0.
 * - `query.interval`: Width of one point of a series. Each set has a default of its own, and not every set offers every
 *   width. Known values: `minute`, `hour`, `day`.
 *
 * Answers:
 * - `200`: The metrics of the set.
 * - `400`: Malformed: `bad_header`, `bad_path`, `bad_query` or `bad_json` says which part.
 * - `403`: Not permitted by the access token (`permission_denied`), or beyond a quota (`quota_exhausted`).
 * - `408`: The service gave up waiting (`request_timeout`). Worth a retry; a write may have been applied.
 */
export async function streamMetrics<P extends ParseAs = "json">(
  client: OperationClient,
  options: StreamMetricsOptions<P>,
): Promise<StreamMetricsResult<P>> {
  return await send(client, { method: "get", path: "/metrics/{basin}/{stream}" }, options);
}

type ListStreamsOperation = paths["/streams"]["get"];

/** What {@link listStreams} takes. */
export interface ListStreamsOptions<P extends ParseAs = "json"> extends RequestOptions<P> {
  /** Query parameters. */
  query?: Given<ListStreamsOperation["parameters"]["query"]> | undefined;
  /** Which server to ask. */
  server: { basin: string };
}

/** What {@link listStreams} gets for success. */
export type ListStreamsData = ListStreamsOperation["responses"][200]["content"]["application/json"];

/** What {@link listStreams} gets for a documented error. */
export type ListStreamsError = ListStreamsOperation["responses"][400 | 403 | 404 | 408]["content"]["application/json"];

/** Success or failure of {@link listStreams}. */
export type ListStreamsResult<P extends ParseAs = "json"> = OperationResult<ListStreamsData, ListStreamsError, P>;

/**
 * List streams
 *
 * Answers with one page of the basin's streams in ascending order of the UTF-8 bytes of their names. Streams on their
 * way out are included, with `deleted_at` set.
 *
 * Takes:
 * - `query.prefix`: Only names that begin with this text, compared byte by byte. Default `""`.
 * - `query.start_after`: Only names that come after this text, itself excluded: the last entry of one page starts the
 *   next. It may lie outside of `prefix`. Default `""`.
 * - `query.limit`: Entries on the page, at most. 0 means the default, and so does more than the maximum. 0 to 1000.
 *   Default `1000`.
 * - `server.basin`: Required. Name of the basin. Part of the address `https://{basin}.b.s2.dev/v1`.
 *
 * Answers:
 * - `200`: One page; `has_more` says whether another follows.
 * - `400`: Malformed: `bad_header`, `bad_path`, `bad_query` or `bad_json` says which part.
 * - `403`: Not permitted by the access token (`permission_denied`), or beyond a quota (`quota_exhausted`).
 * - `404`: No such basin (`basin_not_found`).
 * - `408`: The service gave up waiting (`request_timeout`). Worth a retry; a write may have been applied.
 */
export async function listStreams<P extends ParseAs = "json">(
  client: OperationClient,
  options: ListStreamsOptions<P>,
): Promise<ListStreamsResult<P>> {
  return await send(client, { method: "get", path: "/streams", server: "https://{basin}.b.s2.dev/v1" }, options);
}

type CreateStreamOperation = paths["/streams"]["post"];

/** What {@link createStream} takes. */
export interface CreateStreamOptions<P extends ParseAs = "json"> extends RequestOptions<P> {
  /** Documented headers. */
  header?: Given<CreateStreamOperation["parameters"]["header"]> | undefined;
  /** The request body. */
  body: NonNullable<CreateStreamOperation["requestBody"]>["content"]["application/json"];
  /** Which server to ask. */
  server: { basin: string };
}

/** What {@link createStream} gets for success. */
export type CreateStreamData = CreateStreamOperation["responses"][201]["content"]["application/json"];

/** What {@link createStream} gets for a documented error. */
export type CreateStreamError =
  CreateStreamOperation["responses"][400 | 403 | 404 | 408 | 409]["content"]["application/json"];

/** Success or failure of {@link createStream}. */
export type CreateStreamResult<P extends ParseAs = "json"> = OperationResult<CreateStreamData, CreateStreamError, P>;

/**
 * Create a stream
 *
 * Creates a stream and never changes an existing one. With an `s2-request-token` the request can be repeated: the same
 * token with the same configuration answers like the first time, whatever was reconfigured since, here or in the
 * basin's defaults. The response header `s2-provision-result` tells `created` from `noop`.
 *
 * Takes:
 * - `header.s2-request-token`: Makes a repetition of this request harmless. Any text of at most 36 bytes in UTF-8; the
 *   empty text counts as a token. At most 36 characters.
 * - `server.basin`: Required. Name of the basin. Part of the address `https://{basin}.b.s2.dev/v1`.
 * - `body`: Required. Name and configuration of the stream.
 *
 * Answers:
 * - `201`: Created, or the repetition of a request that did.
 * - `400`: Malformed: `bad_header`, `bad_path`, `bad_query` or `bad_json` says which part.
 * - `403`: Not permitted by the access token (`permission_denied`), or beyond a quota (`quota_exhausted`).
 * - `404`: No such basin (`basin_not_found`).
 * - `408`: The service gave up waiting (`request_timeout`). Worth a retry; a write may have been applied.
 * - `409`: The name is taken (`resource_already_exists`), the stream or its basin is being deleted
 *   (`stream_deletion_pending`, `basin_deletion_pending`), or another request changed it meanwhile
 *   (`transaction_conflict`, worth a retry).
 */
export async function createStream<P extends ParseAs = "json">(
  client: OperationClient,
  options: CreateStreamOptions<P>,
): Promise<CreateStreamResult<P>> {
  return await send(client, { method: "post", path: "/streams", server: "https://{basin}.b.s2.dev/v1" }, options);
}

type GetStreamConfigOperation = paths["/streams/{stream}"]["get"];

/** What {@link getStreamConfig} takes. */
export interface GetStreamConfigOptions<P extends ParseAs = "json"> extends RequestOptions<P> {
  /** Parts of the path. They are percent-encoded, so a `/` in a name is safe. */
  path: Given<GetStreamConfigOperation["parameters"]["path"]>;
  /** Which server to ask. */
  server: { basin: string };
}

/** What {@link getStreamConfig} gets for success. */
export type GetStreamConfigData = GetStreamConfigOperation["responses"][200]["content"]["application/json"];

/** What {@link getStreamConfig} gets for a documented error. */
export type GetStreamConfigError =
  GetStreamConfigOperation["responses"][400 | 403 | 404 | 408 | 409]["content"]["application/json"];

/** Success or failure of {@link getStreamConfig}. */
export type GetStreamConfigResult<P extends ParseAs = "json"> =
  OperationResult<GetStreamConfigData, GetStreamConfigError, P>;

/**
 * Get a stream's configuration
 *
 * Answers with the configuration in force: what was set on the stream, then the basin's defaults at that time, then
 * those of the service.
 *
 * Takes:
 * - `path.stream`: Required. Name of the stream. A `/` in it is sent as `%2F`. 1 to 512 characters.
 * - `server.basin`: Required. Name of the basin. Part of the address `https://{basin}.b.s2.dev/v1`.
 *
 * Answers:
 * - `200`: The configuration, every field filled in.
 * - `400`: Malformed: `bad_header`, `bad_path`, `bad_query` or `bad_json` says which part.
 * - `403`: Not permitted by the access token (`permission_denied`), or beyond a quota (`quota_exhausted`).
 * - `404`: No such stream (`stream_not_found`), also when there is no such basin.
 * - `408`: The service gave up waiting (`request_timeout`). Worth a retry; a write may have been applied.
 * - `409`: The stream is being deleted (`stream_deletion_pending`).
 */
export async function getStreamConfig<P extends ParseAs = "json">(
  client: OperationClient,
  options: GetStreamConfigOptions<P>,
): Promise<GetStreamConfigResult<P>> {
  return await send(
    client,
    {
      method: "get",
      path: "/streams/{stream}",
      server: "https://{basin}.b.s2.dev/v1",
    },
    options,
  );
}

type EnsureStreamOperation = paths["/streams/{stream}"]["put"];

/** What {@link ensureStream} takes. */
export interface EnsureStreamOptions<P extends ParseAs = "json"> extends RequestOptions<P> {
  /** Parts of the path. They are percent-encoded, so a `/` in a name is safe. */
  path: Given<EnsureStreamOperation["parameters"]["path"]>;
  /** The request body. Without it nothing is sent, not even a content type. */
  body?: NonNullable<NonNullable<EnsureStreamOperation["requestBody"]>["content"]["application/json"]> | undefined;
  /** Which server to ask. */
  server: { basin: string };
}

/** What {@link ensureStream} gets for success. */
export type EnsureStreamData = EnsureStreamOperation["responses"][200 | 201]["content"]["application/json"];

/** What {@link ensureStream} gets for a documented error. */
export type EnsureStreamError =
  EnsureStreamOperation["responses"][400 | 403 | 404 | 408 | 409]["content"]["application/json"];

/** Success or failure of {@link ensureStream}. */
export type EnsureStreamResult<P extends ParseAs = "json"> = OperationResult<EnsureStreamData, EnsureStreamError, P>;

/**
 * Ensure a stream
 *
 * Brings a stream into being, or replaces the configuration of the one that exists: whatever the body leaves out
 * returns to the basin's default, so no body resets everything. Records and cipher stay. Safe to repeat. The response
 * header `s2-provision-result` tells `created`, `updated` and `noop` apart.
 *
 * Takes:
 * - `path.stream`: Required. Name of the stream. A `/` in it is sent as `%2F`. 1 to 512 characters.
 * - `server.basin`: Required. Name of the basin. Part of the address `https://{basin}.b.s2.dev/v1`.
 * - `body`: The complete configuration, not wrapped in an object. Leave it out for the defaults: s2-lite refuses a
 *   literal `null` with status 400.
 *
 * Answers:
 * - `200`: The stream existed; it was updated, or was as asked for already.
 * - `201`: Created.
 * - `400`: Malformed: `bad_header`, `bad_path`, `bad_query` or `bad_json` says which part.
 * - `403`: Not permitted by the access token (`permission_denied`), or beyond a quota (`quota_exhausted`).
 * - `404`: No such basin (`basin_not_found`).
 * - `408`: The service gave up waiting (`request_timeout`). Worth a retry; a write may have been applied.
 * - `409`: The stream or its basin is being deleted (`stream_deletion_pending`, `basin_deletion_pending`), or another
 *   request changed it meanwhile (`transaction_conflict`, worth a retry).
 */
export async function ensureStream<P extends ParseAs = "json">(
  client: OperationClient,
  options: EnsureStreamOptions<P>,
): Promise<EnsureStreamResult<P>> {
  return await send(
    client,
    {
      method: "put",
      path: "/streams/{stream}",
      server: "https://{basin}.b.s2.dev/v1",
    },
    options,
  );
}

type DeleteStreamOperation = paths["/streams/{stream}"]["delete"];

/** What {@link deleteStream} takes. */
export interface DeleteStreamOptions<P extends ParseAs = "json"> extends RequestOptions<P> {
  /** Parts of the path. They are percent-encoded, so a `/` in a name is safe. */
  path: Given<DeleteStreamOperation["parameters"]["path"]>;
  /** Which server to ask. */
  server: { basin: string };
}

/** What {@link deleteStream} gets for success. */
export type DeleteStreamData = undefined;

/** What {@link deleteStream} gets for a documented error. */
export type DeleteStreamError =
  DeleteStreamOperation["responses"][400 | 403 | 404 | 408 | 409]["content"]["application/json"];

/** Success or failure of {@link deleteStream}. */
export type DeleteStreamResult<P extends ParseAs = "json"> = OperationResult<DeleteStreamData, DeleteStreamError, P>;

/**
 * Delete a stream
 *
 * Starts the deletion of a stream and of all its records. Until it is done the stream is listed with `deleted_at`, and
 * its name cannot be used again. Safe to repeat meanwhile. Readers that follow the stream get a last record, a trim to
 * 2^64 - 1, and then fail.
 *
 * Takes:
 * - `path.stream`: Required. Name of the stream. A `/` in it is sent as `%2F`. 1 to 512 characters.
 * - `server.basin`: Required. Name of the basin. Part of the address `https://{basin}.b.s2.dev/v1`.
 *
 * Answers:
 * - `202`: Deletion is under way. The answer has no body.
 * - `400`: Malformed: `bad_header`, `bad_path`, `bad_query` or `bad_json` says which part.
 * - `403`: Not permitted by the access token (`permission_denied`), or beyond a quota (`quota_exhausted`).
 * - `404`: No such stream, or no longer (`stream_not_found`), also when there is no such basin.
 * - `408`: The service gave up waiting (`request_timeout`). Worth a retry; a write may have been applied.
 * - `409`: Another request changed the stream meanwhile (`transaction_conflict`, worth a retry).
 */
export async function deleteStream<P extends ParseAs = "json">(
  client: OperationClient,
  options: DeleteStreamOptions<P>,
): Promise<DeleteStreamResult<P>> {
  return await send(
    client,
    {
      method: "delete",
      path: "/streams/{stream}",
      server: "https://{basin}.b.s2.dev/v1",
    },
    options,
  );
}

type ReconfigureStreamOperation = paths["/streams/{stream}"]["patch"];

/** What {@link reconfigureStream} takes. */
export interface ReconfigureStreamOptions<P extends ParseAs = "json"> extends RequestOptions<P> {
  /** Parts of the path. They are percent-encoded, so a `/` in a name is safe. */
  path: Given<ReconfigureStreamOperation["parameters"]["path"]>;
  /** The request body. */
  body: NonNullable<ReconfigureStreamOperation["requestBody"]>["content"]["application/json"];
  /** Which server to ask. */
  server: { basin: string };
}

/** What {@link reconfigureStream} gets for success. */
export type ReconfigureStreamData = ReconfigureStreamOperation["responses"][200]["content"]["application/json"];

/** What {@link reconfigureStream} gets for a documented error. */
export type ReconfigureStreamError =
  ReconfigureStreamOperation["responses"][400 | 403 | 404 | 408 | 409]["content"]["application/json"];

/** Success or failure of {@link reconfigureStream}. */
export type ReconfigureStreamResult<P extends ParseAs = "json"> =
  OperationResult<ReconfigureStreamData, ReconfigureStreamError, P>;

/**
 * Reconfigure a stream
 *
 * Changes the parts of the configuration that the body names: a field left out stays, null returns it to the basin's
 * default, a value sets it; inside of nested groups likewise. In force from the next append on.
 *
 * Takes:
 * - `path.stream`: Required. Name of the stream. A `/` in it is sent as `%2F`. 1 to 512 characters.
 * - `server.basin`: Required. Name of the basin. Part of the address `https://{basin}.b.s2.dev/v1`.
 * - `body`: Required. What to change.
 *
 * Answers:
 * - `200`: The configuration after the change, every field filled in.
 * - `400`: Malformed: `bad_header`, `bad_path`, `bad_query` or `bad_json` says which part.
 * - `403`: Not permitted by the access token (`permission_denied`), or beyond a quota (`quota_exhausted`).
 * - `404`: No such stream (`stream_not_found`) or basin (`basin_not_found`).
 * - `408`: The service gave up waiting (`request_timeout`). Worth a retry; a write may have been applied.
 * - `409`: The stream or its basin is being deleted (`stream_deletion_pending`, `basin_deletion_pending`), or another
 *   request changed it meanwhile (`transaction_conflict`, worth a retry).
 */
export async function reconfigureStream<P extends ParseAs = "json">(
  client: OperationClient,
  options: ReconfigureStreamOptions<P>,
): Promise<ReconfigureStreamResult<P>> {
  return await send(
    client,
    {
      method: "patch",
      path: "/streams/{stream}",
      server: "https://{basin}.b.s2.dev/v1",
    },
    options,
  );
}

type ReadOperation = paths["/streams/{stream}/records"]["get"];

/** What {@link read} takes. */
export interface ReadOptions<P extends ParseAs = "json"> extends RequestOptions<P> {
  /** Parts of the path. They are percent-encoded, so a `/` in a name is safe. */
  path: Given<ReadOperation["parameters"]["path"]>;
  /** Query parameters. */
  query?: Given<ReadOperation["parameters"]["query"]> | undefined;
  /** Documented headers. */
  header?: Given<ReadOperation["parameters"]["header"], { "s2-stream-config"?: components["schemas"]["StreamConfig"] }> | undefined;
  /** Which server to ask. */
  server: { basin: string };
}

/** What {@link read} gets for success. */
export type ReadData = ReadOperation["responses"][200]["content"]["application/json"];

/** What {@link read} gets for a documented error. */
export type ReadError = ReadOperation["responses"][400 | 403 | 404 | 408 | 409 | 416]["content"]["application/json"];

/** Success or failure of {@link read}. */
export type ReadResult<P extends ParseAs = "json"> = OperationResult<ReadData, ReadError, P>;

/**
 * Read records
 *
 * Reads from a start to an end. `seq_num`, `timestamp` and `tail_offset` are alternatives for the start; without any of
 * them it is the tail. Records older than what the stream retains are skipped silently.
 *
 * As JSON, one batch of at most 1000 records and 1 MiB metered is the answer: the oldest that match, or with `wait` the
 * first that arrive. With `accept: text/event-stream` the answer is a stream of events that goes on while records
 * match; without `count`, `bytes`, `until` and `wait` it follows the stream for ever.
 *
 * Where the basin has `create_stream_on_read`, reading a missing stream creates it.
 *
 * Takes:
 * - `path.stream`: Required. Name of the stream. A `/` in it is sent as `%2F`. 1 to 512 characters.
 * - `query.seq_num`: Start at this sequence number. At least 0.
 * - `query.timestamp`: Start at the first record with this timestamp or a later one; by convention in milliseconds
 *   since 1970. At least 0.
 * - `query.tail_offset`: Start so many records before the tail; at the first record if there are fewer. 0 is the tail
 *   itself. At least 0.
 * - `query.clamp`: Whether a start beyond the tail is taken for the tail instead of being answered with status 416.
 *   Reading at the tail still needs `wait`, or an unbounded stream of events. Off by default.
 * - `query.count`: End after so many records. With 0 the answer is empty at once. A JSON answer holds 1000 at most. At
 *   least 0.
 * - `query.bytes`: End before the records exceed so many metered bytes: for each record 8, plus 2 for each header, plus
 *   the lengths of header names, header values and body. With 0 the answer is empty at once. A JSON answer holds
 *   1,048,576 at most. At least 0.
 * - `query.until`: End before the first record with this timestamp or a later one. A start by timestamp has to be below
 *   it, or status 422 results. At least 0.
 * - `query.wait`: At the tail, wait so many seconds for further records; each batch that arrives starts the time anew.
 *   A JSON answer waits 60 at most. At least 0.
 * - `header.s2-format`: How names and values of headers and bodies are written in JSON. Without effect on protobuf.
 *   Known values: `raw`, `base64`.
 * - `header.s2-encryption-key`: Key of an encrypted stream: 32 bytes in padded base64, 1 to 44 characters. Needed for
 *   streams with a cipher; ignored by others. An append does not verify it, and a read with another key fails with
 *   `decryption_failed`.
 * - `header.s2-stream-config`: Configuration for the stream if this request creates it, on top of the basin's defaults.
 *   Without effect on a stream that exists, and does not switch on creation where the basin has it off. Sent as compact
 *   JSON.
 * - `server.basin`: Required. Name of the basin. Part of the address `https://{basin}.b.s2.dev/v1`.
 *
 * Answers:
 * - `200`: Records: one batch in JSON, or a stream of events that ends with `data: [DONE]`. `application/json` or
 *   `text/event-stream`, by the `accept` header; read the others with `parseAs`.
 * - `400`: Malformed: `bad_header`, `bad_path`, `bad_query` or `bad_json` says which part. An encrypted stream was read
 *   without its key (`bad_header`) or with another one (`decryption_failed`).
 * - `403`: Not permitted by the access token (`permission_denied`), or beyond a quota (`quota_exhausted`).
 * - `404`: No such stream (`stream_not_found`) or basin (`basin_not_found`).
 * - `408`: The service gave up waiting (`request_timeout`). Worth a retry; a write may have been applied.
 * - `409`: The stream is being deleted (`stream_deletion_pending`), or its basin is, where the stream would have been
 *   created (`basin_deletion_pending`).
 * - `416`: The start is beyond what is written, or at the tail without waiting. The body tells the tail.
 */
export async function read<P extends ParseAs = "json">(
  client: OperationClient,
  options: ReadOptions<P>,
): Promise<ReadResult<P>> {
  return await send(
    client,
    {
      method: "get",
      path: "/streams/{stream}/records",
      server: "https://{basin}.b.s2.dev/v1",
    },
    withJson(options, "header", ["s2-stream-config"]),
  );
}

type AppendOperation = paths["/streams/{stream}/records"]["post"];

/** What {@link append} takes. */
export interface AppendOptions<P extends ParseAs = "json"> extends RequestOptions<P> {
  /** Parts of the path. They are percent-encoded, so a `/` in a name is safe. */
  path: Given<AppendOperation["parameters"]["path"]>;
  /** Documented headers. */
  header?: Given<AppendOperation["parameters"]["header"], { "s2-stream-config"?: components["schemas"]["StreamConfig"] }> | undefined;
  /** The request body. */
  body: NonNullable<AppendOperation["requestBody"]>["content"]["application/json"];
  /** Which server to ask. */
  server: { basin: string };
}

/** What {@link append} gets for success. */
export type AppendData = AppendOperation["responses"][200]["content"]["application/json"];

/** What {@link append} gets for a documented error. */
export type AppendError =
  AppendOperation["responses"][400 | 403 | 404 | 408 | 409 | 412]["content"]["application/json"];

/** Success or failure of {@link append}. */
export type AppendResult<P extends ParseAs = "json"> = OperationResult<AppendData, AppendError, P>;

/**
 * Append records
 *
 * Appends a batch of 1 to 1000 records, at most 1 MiB metered: all of them one after another, or none. The answer comes
 * when they are durable. `fencing_token` is checked before `match_seq_num`.
 *
 * A record whose only header has the empty name is a command: `fence` sets the stream's fencing token to the body,
 * `trim` drops the records before the sequence number in the body.
 *
 * Where the basin has `create_stream_on_append`, appending to a missing stream creates it. Unless a condition guards
 * it, a repeated append may write twice.
 *
 * Takes:
 * - `path.stream`: Required. Name of the stream. A `/` in it is sent as `%2F`. 1 to 512 characters.
 * - `header.s2-format`: How names and values of headers and bodies are written in JSON. Without effect on protobuf.
 *   Known values: `raw`, `base64`.
 * - `header.s2-encryption-key`: Key of an encrypted stream: 32 bytes in padded base64, 1 to 44 characters. Needed for
 *   streams with a cipher; ignored by others. An append does not verify it, and a read with another key fails with
 *   `decryption_failed`.
 * - `header.s2-stream-config`: Configuration for the stream if this request creates it, on top of the basin's defaults.
 *   Without effect on a stream that exists, and does not switch on creation where the basin has it off. Sent as compact
 *   JSON.
 * - `server.basin`: Required. Name of the basin. Part of the address `https://{basin}.b.s2.dev/v1`.
 * - `body`: Required. The records and the conditions for appending them.
 *
 * Answers:
 * - `200`: Durable, at these positions.
 * - `400`: Malformed: `bad_header`, `bad_path`, `bad_query` or `bad_json` says which part. The key of an encrypted
 *   stream is missing (`bad_header`).
 * - `403`: Not permitted by the access token (`permission_denied`), or beyond a quota (`quota_exhausted`).
 * - `404`: No such stream (`stream_not_found`) or basin (`basin_not_found`).
 * - `408`: The service gave up waiting (`request_timeout`). Worth a retry; a write may have been applied.
 * - `409`: The stream is being deleted (`stream_deletion_pending`), or its basin is, where the stream would have been
 *   created (`basin_deletion_pending`); or another request created it meanwhile (`transaction_conflict`, worth a
 *   retry).
 * - `412`: A condition does not hold, nothing was written. The body tells which, and the actual value.
 */
export async function append<P extends ParseAs = "json">(
  client: OperationClient,
  options: AppendOptions<P>,
): Promise<AppendResult<P>> {
  return await send(
    client,
    {
      method: "post",
      path: "/streams/{stream}/records",
      server: "https://{basin}.b.s2.dev/v1",
    },
    withJson(options, "header", ["s2-stream-config"]),
  );
}

type CheckTailOperation = paths["/streams/{stream}/records/tail"]["get"];

/** What {@link checkTail} takes. */
export interface CheckTailOptions<P extends ParseAs = "json"> extends RequestOptions<P> {
  /** Parts of the path. They are percent-encoded, so a `/` in a name is safe. */
  path: Given<CheckTailOperation["parameters"]["path"]>;
  /** Which server to ask. */
  server: { basin: string };
}

/** What {@link checkTail} gets for success. */
export type CheckTailData = CheckTailOperation["responses"][200]["content"]["application/json"];

/** What {@link checkTail} gets for a documented error. */
export type CheckTailError =
  CheckTailOperation["responses"][400 | 403 | 404 | 408 | 409]["content"]["application/json"];

/** Success or failure of {@link checkTail}. */
export type CheckTailResult<P extends ParseAs = "json"> = OperationResult<CheckTailData, CheckTailError, P>;

/**
 * Check the tail
 *
 * Answers with the position that the next record will get. It accounts for every append acknowledged before. Where the
 * basin has `create_stream_on_read`, a missing stream is created.
 *
 * Takes:
 * - `path.stream`: Required. Name of the stream. A `/` in it is sent as `%2F`. 1 to 512 characters.
 * - `server.basin`: Required. Name of the basin. Part of the address `https://{basin}.b.s2.dev/v1`.
 *
 * Answers:
 * - `200`: The tail.
 * - `400`: Malformed: `bad_header`, `bad_path`, `bad_query` or `bad_json` says which part.
 * - `403`: Not permitted by the access token (`permission_denied`), or beyond a quota (`quota_exhausted`).
 * - `404`: No such stream (`stream_not_found`) or basin (`basin_not_found`).
 * - `408`: The service gave up waiting (`request_timeout`). Worth a retry; a write may have been applied.
 * - `409`: The stream is being deleted (`stream_deletion_pending`), or its basin is, where the stream would have been
 *   created (`basin_deletion_pending`).
 */
export async function checkTail<P extends ParseAs = "json">(
  client: OperationClient,
  options: CheckTailOptions<P>,
): Promise<CheckTailResult<P>> {
  return await send(
    client,
    {
      method: "get",
      path: "/streams/{stream}/records/tail",
      server: "https://{basin}.b.s2.dev/v1",
    },
    options,
  );
}
