import { apiError } from "../model/api-error.js";
import { decodeAs } from "../model/format-error.js";
import { parseStreamName } from "../model/names.js";
import { parseStreamConfig, parseStreamConfigPatch, streamConfigJson } from "../model/stream-config.js";
import { formatInstant } from "../model/timestamps.js";
import type { Basin } from "../state/basin.js";
import type { Stream } from "../state/stream.js";
import { asObject, asString, type Decode, optional, required } from "../wire/json-fields.js";
import type { WritableJson } from "../wire/json-write.js";
import { admit } from "./admit.js";
import type { Handler, RequestContext, Route } from "./context.js";
import { basinHeader, jsonBody, optionalJsonBody, pageRequest, qualify, requestToken, streamPath } from "./extract.js";
import { emptyReply, jsonReply } from "./reply.js";

const asStreamName: Decode<string> = (value, field) => parseStreamName(asString(value, field));

function streamInfoJson({ principal }: RequestContext, stream: Stream): WritableJson {
  const { deletedAtMs } = stream;
  return {
    name: stream.name.slice(principal.streamPrefix.length),
    created_at: formatInstant(stream.createdAtMs),
    deleted_at: deletedAtMs === undefined ? null : formatInstant(deletedAtMs),
    cipher: stream.cipher ?? null,
  };
}

const listStreams: Handler = async (context) => {
  const basinName = basinHeader(context);
  const request = pageRequest(context, parseStreamName);
  admit(context, "list-streams", { basin: basinName });
  const { principal } = context;
  const page = context.server.account.basin(basinName).streams.page(
    {
      ...request,
      prefix: principal.streamPrefix + request.prefix,
      startAfter: request.startAfter === "" ? "" : principal.streamPrefix + request.startAfter,
    },
    (name) => principal.sees("streams", name),
  );
  const streams = page.items.map((stream) => streamInfoJson(context, stream));
  return jsonReply(200, { streams, has_more: page.hasMore });
};

const createStream: Handler = async (context) => {
  const token = requestToken(context);
  const basinName = basinHeader(context);
  const body = await jsonBody(context);
  const { name, config } = decodeAs("bad_json", () => {
    const object = asObject(body, "body");
    return {
      name: qualify(context, required(object, "stream", asStreamName)),
      config: optional(object, "config", parseStreamConfig) ?? {},
    };
  });
  admit(context, "create-stream", { basin: basinName, stream: name });
  const [stream, result] = context.server.account.basin(basinName).createStream(name, config, token);
  return jsonReply(201, streamInfoJson(context, stream), { "s2-provision-result": result });
};

const getStreamConfig: Handler = async (context) => {
  const basinName = basinHeader(context);
  const name = streamPath(context);
  admit(context, "get-stream-config", { basin: basinName, stream: name });
  return jsonReply(200, streamConfigJson(basinOfStream(context, basinName).stream(name).config));
};

const ensureStream: Handler = async (context) => {
  const basinName = basinHeader(context);
  const name = streamPath(context);
  const body = await optionalJsonBody(context);
  const config = decodeAs("bad_json", () => (body === undefined ? {} : parseStreamConfig(body, "body")));
  const exists = context.server.account.basins.get(basinName)?.streams.get(name) !== undefined;
  admit(context, exists ? "reconfigure-stream" : "create-stream", { basin: basinName, stream: name });
  const [stream, result] = context.server.account.basin(basinName).ensureStream(name, config);
  return jsonReply(result === "created" ? 201 : 200, streamInfoJson(context, stream), {
    "s2-provision-result": result,
  });
};

const reconfigureStream: Handler = async (context) => {
  const basinName = basinHeader(context);
  const name = streamPath(context);
  const body = await jsonBody(context);
  const patch = decodeAs("bad_json", () => parseStreamConfigPatch(body, "body"));
  admit(context, "reconfigure-stream", { basin: basinName, stream: name });
  const stream = context.server.account.basin(basinName).reconfigureStream(name, patch);
  return jsonReply(200, streamConfigJson(stream.config));
};

const deleteStream: Handler = async (context) => {
  const basinName = basinHeader(context);
  const name = streamPath(context);
  admit(context, "delete-stream", { basin: basinName, stream: name });
  await basinOfStream(context, basinName).deleteStream(name);
  return emptyReply(202);
};

/** For the two operations that say that the stream is missing when in fact the basin is. */
function basinOfStream({ server }: RequestContext, basinName: string): Basin {
  const basin = server.account.basins.get(basinName);
  if (basin === undefined) throw apiError("stream_not_found", "stream not found");
  return basin;
}

export const STREAM_ROUTES: readonly Route[] = [
  { path: "/v1/streams", methods: { GET: listStreams, POST: createStream } },
  {
    path: "/v1/streams/{}",
    methods: { GET: getStreamConfig, PUT: ensureStream, DELETE: deleteStream, PATCH: reconfigureStream },
  },
];
