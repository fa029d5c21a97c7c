import { ApiError, randomToken, type S2Error, TransportError, UsageError } from "@s2kit/core";
import { parseObject } from "@s2kit/core/internal";
import type { EndpointName, PipelineRequest, PipelineResponse, PipelineStream } from "../pipeline/request.js";
import type { Base } from "../pipeline/request-url.js";
import { effectOf, isCreation } from "./effect-of.js";

/** The part of the client that sends. */
export interface Sender {
  base(endpoint: EndpointName): Base;
  send(request: PipelineRequest): Promise<PipelineResponse>;
  open(request: PipelineRequest): Promise<PipelineStream>;
}

/** The typed error behind an error answer. */
const errors: WeakMap<Response, S2Error> = new WeakMap();

/** The typed error that an answer of a generated function stands for, if it is one. */
export function errorBehind(response: Response): S2Error | undefined {
  return errors.get(response);
}

/** Sends what openapi-fetch has put together. Error answers come back as answers; all else that fails is thrown. */
export async function sendTyped(sender: Sender, request: Request, signal: AbortSignal | undefined): Promise<Response> {
  const pipelined = await pipelineRequest(sender, request, signal);
  try {
    // Events have to be handed on as they come: there may be no end to them.
    if (request.headers.get("accept")?.includes("text/event-stream")) {
      const { status, headers, body } = await sender.open(pipelined);
      return responseOf(status, headers, body);
    }
    const answer = await sender.send(pipelined);
    checkBody(pipelined, answer);
    return responseOf(answer.status, answer.headers, answer.body);
  } catch (error) {
    if (!(error instanceof ApiError) || error.status < 200 || error.status > 599) throw error;
    const response = responseOf(error.status, new Headers({ "content-type": "application/json" }), errorBody(error));
    errors.set(response, error);
    return response;
  }
}

async function pipelineRequest(
  sender: Sender,
  request: Request,
  signal: AbortSignal | undefined,
): Promise<PipelineRequest> {
  const { method, url } = request;
  const headers = Object.fromEntries(request.headers);
  const basin = headers["s2-basin"];
  const endpoint: EndpointName = basin === undefined ? "account" : { basin };
  const { baseUrl } = sender.base(endpoint);
  if (!url.startsWith(`${baseUrl}/`)) {
    throw new UsageError("baseUrl", `requests must go to ${baseUrl}, got ${url.split("?", 1)[0]}`);
  }
  // Not by `URL`, which would change escapes.
  const [path = "", query = ""] = url.slice(baseUrl.length).split(/\?(.*)/s);
  // One for all attempts, so that the service can tell a repetition from a conflict.
  if (isCreation(method, path)) headers["s2-request-token"] ??= randomToken();
  const body = request.body === null ? undefined : new Uint8Array(await request.arrayBuffer());
  const effect = effectOf(method, path);
  // How long the service may hold a read back: a long poll is no time-out.
  const waitSecs = Number(new URLSearchParams(query).get("wait"));
  const extraTimeoutMs = waitSecs > 0 ? waitSecs * 1000 : 0;
  return { method, endpoint, path, query, headers, body, effect, signal, extraTimeoutMs };
}

/** @throws `protocol_error` when a success lacks the JSON that it should have. */
function checkBody({ method, path, effect, headers }: PipelineRequest, { status, text }: PipelineResponse): void {
  if (headers?.["accept"] !== undefined || status === 202 || status === 204) return;
  try {
    JSON.parse(text());
  } catch (cause) {
    const init = { code: "protocol_error", maybeApplied: effect !== "none", request: { method, path }, cause };
    throw new TransportError("the service answered without JSON", init);
  }
}

/** The body as it came when it is an object; otherwise (empty, or the page of a proxy) one that says the same. */
function errorBody({ body = "", code, rawMessage }: ApiError): string {
  return parseObject(body) === undefined ? JSON.stringify({ code, message: rawMessage }) : body;
}

/** The pipeline has decoded the body, so the headers must not tell otherwise. */
function responseOf(status: number, headers: Headers, body: BodyInit | Uint8Array): Response {
  const clean = new Headers(headers);
  for (const name of ["content-encoding", "content-length", "transfer-encoding"]) clean.delete(name);
  const empty = body instanceof Uint8Array && body.byteLength === 0;
  // By this openapi-fetch knows that there is nothing to parse.
  if (empty) clean.set("content-length", "0");
  return new Response(empty ? null : (body as BodyInit), { status, headers: clean });
}
