import assert from "node:assert/strict";
import { type ConformanceCase, casesFor } from "../../harness/conformance-case.js";
import { type Frame, FrameReader, framePayload, messageFrame } from "../../wire/frame.js";
import { decodeAppendAck, encodeAppendInput } from "../../wire/messages.js";
import { within } from "../../wire/within.js";

/** Reads frames from a fetch response. */
async function* framesOf(response: Response): AsyncGenerator<Frame> {
  const reader = new FrameReader();
  for await (const chunk of response.body ?? []) {
    reader.push(chunk);
    for (let frame = reader.shift(); frame !== undefined; frame = reader.shift()) yield frame;
  }
}

export const fetchCases: ConformanceCase[] = casesFor("http.fetch", [
  {
    name: "json",
    proves: "fetch can create, append, read and delete",
    tags: ["h1-only"],
    run: async (context) => {
      const basin = await context.sharedBasin();
      const name = context.uniqueName("fetch");
      const headers = { "s2-basin": basin.name, "content-type": "application/json" };
      const call = (method: string, path: string, body?: object) =>
        fetch(`${context.baseUrl}/v1/streams${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
      assert.equal((await call("POST", "", { stream: name })).status, 201);
      assert.equal((await call("POST", `/${name}/records`, { records: [{ body: "a" }] })).status, 200);
      const read = await call("GET", `/${name}/records?seq_num=0`);
      assert.equal(((await read.json()) as { records: { body: string }[] }).records[0]?.body, "a");
      assert.equal((await call("DELETE", `/${name}`)).status, 202);
    },
  },
  {
    name: "duplex-append-session",
    proves: "an append session runs over fetch with a streaming body: acks come while the body is open",
    tags: ["h1-only"],
    run: async (context) => {
      const stream = await context.newStream();
      let send: (body: string) => void = () => undefined;
      let end: () => void = () => undefined;
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          send = (text) => controller.enqueue(messageFrame(encodeAppendInput({ records: [{ body: text }] })));
          end = () => controller.close();
        },
      });
      send("first");
      const response = await fetch(`${context.baseUrl}${stream.recordsPath}`, {
        method: "POST",
        headers: { "s2-basin": stream.basin.name, "content-type": "s2s/proto" },
        body,
        duplex: "half",
      } as RequestInit & { duplex: "half" });
      assert.equal(response.status, 200);
      const frames = framesOf(response);
      const nextAck = async (): Promise<number | bigint> => {
        const { value } = await within(frames.next(), "ack");
        assert(value?.kind === "message");
        return decodeAppendAck(framePayload(value)).start.seq_num;
      };
      assert.equal(await nextAck(), 0);
      send("second");
      assert.equal(await nextAck(), 1);
      end();
      assert.equal((await within(frames.next(), "end")).done, true);
    },
  },
  {
    name: "sse",
    proves: "an event stream can be read over fetch and dropped in the middle",
    tags: ["h1-only"],
    run: async (context) => {
      const stream = await context.newStream();
      await stream.appendBodies("a");
      const abort = new AbortController();
      const response = await fetch(`${context.baseUrl}${stream.recordsPath}?seq_num=0`, {
        headers: { "s2-basin": stream.basin.name, accept: "text/event-stream" },
        signal: abort.signal,
      });
      const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
      let text = "";
      while (!text.includes("event: ping")) text += (await within(reader.read(), "event")).value ?? "";
      assert.match(text, /^event: batch\nid: 0,1,9\ndata: /);
      abort.abort();
    },
  },
]);
