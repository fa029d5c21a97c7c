import { ApiError, randomToken, type S2Error } from "@s2kit/core";
import createClient, { type Client } from "openapi-fetch";
import type { paths } from "./generated/schema.js";
import type { Effect, EndpointName, PipelineRequest, PipelineResponse } from "./pipeline/request.js";

/** The part of the client that sends. */
interface Sender {
  send(request: PipelineRequest): Promise<PipelineResponse>;
}

/**
 * Addresses that stand for "the account" and "this basin" between openapi-fetch and the pipeline, which puts the real
 * endpoint in their place. The name is reserved: nothing could ever be sent there.
 */
const ACCOUNT_BASE = "http://account.invalid";
const BASIN_BASE = "http://basin.invalid";

/** The typed error behind an error answer. */
const errors: WeakMap<Response, S2Error> = new WeakMap();

/** The base URL that names a basin. */
export function basinBase(basin: string): string {
  return `${BASIN_BASE}/${encodeURIComponent(basin)}`;
}

/** The typed error that an answer of a generated function stands for, if it is one. */
export function errorBehind(response: Response): S2Error | undefined {
  return errors.get(response);
}

/** An openapi-fetch client whose requests go through the pipeline. */
export function typedClient(sender: Sender): Client<paths> {
  return createClient<paths>({ baseUrl: ACCOUNT_BASE, fetch: (request) => sendTyped(sender, request) });
}

async function sendTyped(sender: Sender, request: Request): Promise<Response> {
  const { endpoint, path, query } = locate(request.url);
  const headers = Object.fromEntries(request.headers);
  const effect = effectOf(request.method, path);
  if (request.method === "POST" && effect === "idempotent" && headers["s2-request-token"] === undefined) {
    // The same for every attempt, so that the service can tell a repetition from a conflict.
    headers["s2-request-token"] = randomToken();
  }
  const body = request.body === null ? undefined : new Uint8Array(await request.arrayBuffer());
  try {
    const answer = await sender.send({
      method: request.method,
      endpoint,
      path,
      query,
      headers,
      body,
      effect,
      signal: request.signal,
    });
    return responseOf(answer.status, answer.headers, answer.body);
  } catch (error) {
    if (!(error instanceof ApiError) || error.body === undefined) throw error;
    const response = responseOf(error.status, new Headers({ "content-type": "application/json" }), error.body);
    errors.set(response, error);
    return response;
  }
}

/** The pipeline has decoded the body, so its headers must not tell otherwise. */
function responseOf(status: number, headers: Headers, body: Uint8Array | string): Response {
  const clean = new Headers(headers);
  clean.delete("content-encoding");
  clean.delete("content-length");
  const empty = body.length === 0;
  if (empty) clean.set("content-length", "0");
  return new Response(empty ? null : (body as BodyInit), { status, headers: clean });
}

function locate(url: string): { endpoint: EndpointName; path: string; query: string } {
  // Not by URL: it would resolve dots and change the escapes of a stream's name.
  const isBasin = url.startsWith(`${BASIN_BASE}/`);
  const rest = url.slice((isBasin ? `${BASIN_BASE}/` : ACCOUNT_BASE).length);
  const [target = "", query = ""] = splitOnce(rest, "?");
  if (!isBasin) return { endpoint: "account", path: target, query };
  const slash = target.indexOf("/");
  return { endpoint: { basin: decodeURIComponent(target.slice(0, slash)) }, path: target.slice(slash), query };
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, ""] : [text.slice(0, at), text.slice(at + separator.length)];
}

function effectOf(method: string, path: string): Effect {
  if (method === "GET" || method === "HEAD") return "none";
  if (method === "POST" && path === "/access-tokens") return "once";
  if (method === "POST" && path.endsWith("/records")) return "append";
  return "idempotent";
}
