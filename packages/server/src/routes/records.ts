import { positionJson } from "../wire/record-json.js";
import { admit } from "./admit.js";
import { append } from "./append.js";
import type { Handler, Route } from "./context.js";
import { basinHeader, streamPath } from "./extract.js";
import { read } from "./read.js";
import { jsonTextReply } from "./reply.js";

/** GET `/v1/streams/{stream}/records/tail`. Creates a missing stream where the basin allows that for reads. */
const checkTail: Handler = async (context) => {
  const basinName = basinHeader(context);
  const name = streamPath(context);
  admit(context, "check-tail", { basin: basinName, stream: name });
  const stream = context.server.account.basin(basinName).streamFor("read", name, {});
  return jsonTextReply(200, `{"tail":${positionJson(stream.tail)}}`);
};

export const RECORD_ROUTES: readonly Route[] = [
  { path: "/v1/streams/{}/records", methods: { GET: read, POST: append } },
  { path: "/v1/streams/{}/records/tail", methods: { GET: checkTail } },
];
