import type { Operation } from "../access/operation.js";
import type { Resource } from "../access/principal.js";
import { readBody } from "../http/request-body.js";
import { decodeAs } from "../model/format-error.js";
import { type AppendInput, type ValidBatch, validateBatch } from "../model/records.js";
import { runAppendSession } from "../sessions/append-session.js";
import type { Stream } from "../state/stream.js";
import { type AppendAck, decodeAppendInput, encodeAppendAck } from "../wire/messages.js";
import { appendAckJson, parseAppendInput } from "../wire/record-json.js";
import type { Handler, RequestContext } from "./context.js";
import {
  basinHeader,
  encryptionKey,
  jsonBody,
  keyHashFor,
  mediaType,
  recordFormat,
  streamConfigHeader,
  streamPath,
} from "./extract.js";
import { jsonTextReply, protobufReply, type Reply } from "./reply.js";

const PROTOBUF_TYPES: readonly (string | undefined)[] = ["application/protobuf", "application/x-protobuf"];

/** Whether a media type asks for protobuf. */
export function isProtobuf(type: string | undefined): boolean {
  return PROTOBUF_TYPES.includes(type);
}

/** POST `/v1/streams/{stream}/records`: one batch in JSON or protobuf, or a session of framed batches. */
export const append: Handler = async (context) => {
  const { exchange, server } = context;
  const basinName = basinHeader(context);
  const name = streamPath(context);
  const key = encryptionKey(context);
  const streamConfig = streamConfigHeader(context);
  const resource: Resource = { basin: basinName, stream: name };
  const isSession = mediaType(exchange, "content-type") === "s2s/proto";
  const batch = isSession ? undefined : validateBatch(await unaryInput(context));
  if (batch === undefined) context.principal.authorizeAny(APPEND_OPERATIONS, resource);
  else authorizeBatch(context, batch, resource);
  const stream = server.account.basin(basinName).streamFor("append", name, streamConfig);
  const keyHash = keyHashFor(stream, key);
  if (batch === undefined) {
    await runAppendSession(context, stream, (input) => {
      authorizeBatch(context, input, resource);
      return submit(context, stream, input, keyHash, basinName);
    });
    return undefined;
  }
  await context.faults.at("before-commit");
  const ack = await settled(stream, () => submit(context, stream, batch, keyHash, basinName));
  const fault = await context.faults.at("after-commit");
  if (fault?.action === "lose-ack") await context.faults.hold();
  return appendReply(context, ack);
};

/** What a caller must be permitted at least one of to open an append session. */
const APPEND_OPERATIONS: readonly Operation[] = ["append", "trim", "fence"];

/** Command records are operations of their own. @throws 403 `permission_denied`, 401 `authn`. */
function authorizeBatch({ principal }: RequestContext, batch: ValidBatch, resource: Resource): void {
  for (const operation of new Set(batch.records.map(({ command }) => command?.op ?? "append"))) {
    principal.authorize(operation, resource);
  }
}

function submit(
  { server }: RequestContext,
  stream: Stream,
  batch: ValidBatch,
  keyHash: string | undefined,
  basinName: string,
): Promise<AppendAck> {
  return stream.submit(batch, keyHash).then((ack) => {
    const { name, config, log } = stream;
    server.usage.recordAppend(basinName, name, config.storageClass, batch.meteredBytes, log.meteredBytes);
    return ack;
  });
}

/** A refusal may rest on batches that are not durable yet; it is a fact only once they are. */
async function settled<T>(stream: Stream, attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt();
  } catch (error) {
    await stream.settled();
    throw error;
  }
}

async function unaryInput(context: RequestContext): Promise<AppendInput> {
  if (isProtobuf(mediaType(context.exchange, "content-type"))) {
    const body = await readBody(context.exchange, "bad_proto");
    return decodeAs("bad_proto", () => decodeAppendInput(body));
  }
  const format = recordFormat(context);
  const body = await jsonBody(context);
  return decodeAs("bad_json", () => parseAppendInput(body, format));
}

function appendReply({ exchange }: RequestContext, ack: AppendAck): Reply {
  return isProtobuf(mediaType(exchange, "accept"))
    ? protobufReply(200, encodeAppendAck(ack))
    : jsonTextReply(200, appendAckJson(ack));
}
