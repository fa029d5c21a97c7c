import { startServer } from "@s2kit/server";
import { describe, expect, test } from "vitest";
import {
  append,
  checkTail,
  createBasin,
  createRestClient,
  createStream,
  ensureStream,
  getStreamConfig,
  issueAccessToken,
  listAccessTokens,
  listStreams,
  type RestClient,
  type RestClientOptions,
  read,
  revokeAccessToken,
  unwrap,
} from "../../src/index.js";
import { rejection } from "../support/client.js";

type Server = Awaited<ReturnType<typeof startServer>>;

const OF_STREAM = { server: { basin: "my-basin" }, path: { stream: "a/stream with ümlauts" } } as const;
const IN_BASIN = { server: OF_STREAM.server } as const;
const FAST = { minDelayMs: 0, maxDelayMs: 0 } as const;

function connect(server: Server, options: Partial<RestClientOptions> = {}): RestClient {
  return createRestClient({ ...server.clientOptions(), retry: FAST, ...options });
}

async function withStream(): Promise<{ server: Server; client: RestClient } & AsyncDisposable> {
  const server = await startServer({ basins: ["my-basin"] });
  const client = connect(server);
  await unwrap(createStream(client, { ...IN_BASIN, body: { stream: OF_STREAM.path.stream } }));
  return { server, client, [Symbol.asyncDispose]: () => server.close() };
}

describe("against a server that speaks S2", () => {
  test("creates, lists, appends and reads", async () => {
    await using rig = await withStream();
    const { client } = rig;
    expect((await unwrap(listStreams(client, IN_BASIN))).streams.map(({ name }) => name)).toEqual([
      OF_STREAM.path.stream,
    ]);
    const ack = await unwrap(
      append(client, { ...OF_STREAM, body: { records: [{ body: "one" }, { body: "two", headers: [["k", "v"]] }] } }),
    );
    expect([ack.start.seq_num, ack.end.seq_num, ack.tail.seq_num]).toEqual([0, 2, 2]);
    const batch = await unwrap(read(client, { ...OF_STREAM, query: { seq_num: 0, count: 2 } }));
    expect(batch.records.map(({ body }) => body)).toEqual(["one", "two"]);
    expect((await unwrap(checkTail(client, OF_STREAM))).tail.seq_num).toBe(2);
  });

  test("tells created from noop by the response's header", async () => {
    await using rig = await withStream();
    const { response } = await ensureStream(rig.client, OF_STREAM);
    expect([response.status, response.headers.get("s2-provision-result")]).toEqual([200, "noop"]);
  });

  test("throws typed errors", async () => {
    await using rig = await withStream();
    const { client } = rig;
    const mismatch = append(client, { ...OF_STREAM, body: { records: [{}], match_seq_num: 5 } });
    expect(await rejection(unwrap(mismatch))).toMatchObject({ name: "SeqNumMismatchError", expectedSeqNum: 0 });
    expect(await rejection(unwrap(read(client, { ...OF_STREAM, query: { seq_num: 9 } })))).toMatchObject({
      name: "RangeNotSatisfiableError",
      tail: { seqNum: 0 },
    });
    const missing = getStreamConfig(client, { ...IN_BASIN, path: { stream: "missing" } });
    expect(await rejection(unwrap(missing))).toMatchObject({ code: "stream_not_found", status: 404 });
  });

  test("waits for a record that comes later when the read says so", async () => {
    await using rig = await withStream();
    const waiting = unwrap(read(rig.client, { ...OF_STREAM, query: { seq_num: 0, wait: 30 } }));
    await unwrap(append(rig.client, { ...OF_STREAM, body: { records: [{ body: "late" }] } }));
    expect((await waiting).records.map(({ body }) => body)).toEqual(["late"]);
  });

  test("follows a stream as events", async () => {
    await using rig = await withStream();
    const controller = new AbortController();
    await unwrap(append(rig.client, { ...OF_STREAM, body: { records: [{ body: "one" }] } }));
    const { data } = await read(rig.client, {
      ...OF_STREAM,
      query: { seq_num: 0 },
      headers: { accept: "text/event-stream" },
      parseAs: "stream",
      signal: controller.signal,
    });
    const reader = (data as ReadableStream<Uint8Array>).getReader();
    let text = "";
    while (!text.includes("\n\n")) text += new TextDecoder().decode((await reader.read()).value);
    expect(text).toContain('"body":"one"');
    controller.abort("enough");
    expect(await rejection(reader.closed)).toBe("enough");
  });

  test("creates once when the answer to the first attempt is lost", async () => {
    await using rig = await withStream();
    rig.server.faults.push({ on: "admin", at: "before-frame", action: "drop-connection" });
    const created = await unwrap(createBasin(rig.client, { body: { basin: "other-basin" } }));
    expect(created.name).toBe("other-basin");
    expect(await rejection(unwrap(createBasin(rig.client, { body: { basin: "other-basin" } })))).toMatchObject({
      code: "resource_already_exists",
      maybeApplied: false,
    });
  });

  test("appends twice under all, and once under noSideEffects, when the acknowledgement is lost", async () => {
    await using rig = await withStream();
    const { client, server } = rig;
    const body = { records: [{ body: "x" }] };
    server.faults.push({ on: "append", at: "after-commit", action: "drop-connection" });
    await unwrap(append(client.with({ retry: { appends: "all" } }), { ...OF_STREAM, body }));
    expect((await unwrap(checkTail(client, OF_STREAM))).tail.seq_num).toBe(2);
    server.faults.push({ on: "append", at: "after-commit", action: "drop-connection" });
    const careful = append(client.with({ retry: { appends: "noSideEffects" } }), { ...OF_STREAM, body });
    expect(await rejection(careful)).toMatchObject({ code: "connection_lost", maybeApplied: true });
    expect((await unwrap(checkTail(client, OF_STREAM))).tail.seq_num).toBe(3);
  });

  test("an append that was applied unseen, and then meets its own condition, may have been applied", async () => {
    await using rig = await withStream();
    rig.server.faults.push({ on: "append", at: "after-commit", action: "drop-connection" });
    const call = append(rig.client, { ...OF_STREAM, body: { records: [{}], match_seq_num: 0 } });
    expect(await rejection(unwrap(call))).toMatchObject({ code: "seq_num_mismatch", maybeApplied: true });
  });

  test("sends compressed bodies that the server understands", async () => {
    await using rig = await withStream();
    const client = connect(rig.server, { compression: "gzip" });
    const body = "x".repeat(100_000);
    await unwrap(append(client, { ...OF_STREAM, body: { records: [{ body }] } }));
    const { records } = await unwrap(read(client, { ...OF_STREAM, query: { seq_num: 0, count: 1 } }));
    expect(records[0]?.body).toBe(body);
  });

  test("replaces a revoked token by asking the provider", async () => {
    await using server = await startServer({ basins: ["my-basin"], auth: { rootToken: "root" } });
    const root = connect(server);
    const issue = async (id: string): Promise<string> =>
      (
        await unwrap(
          issueAccessToken(root, {
            body: { id, scope: { access_tokens: { prefix: "" }, op_groups: { account: { read: true } } } },
          }),
        )
      ).access_token;
    let token = await issue("first");
    const client = connect(server, {
      accessToken: async ({ rejectedToken }) => {
        if (rejectedToken !== undefined) token = await issue("second");
        return token;
      },
    });
    await unwrap(listAccessTokens(client));
    await unwrap(revokeAccessToken(root, { path: { id: "first" } }));
    const { access_tokens: tokens } = await unwrap(listAccessTokens(client));
    expect(tokens.map(({ id }) => id)).toContain("second");
  });
});
