import { describe, expect, test } from "vitest";
import { FetchReadTransport } from "../../../src/transport/fetch/fetch-read.js";
import { ReadRecorder } from "../support/recorder.js";
import { bodyOf, scriptedTarget } from "../support/scripted-fetch.js";
import { startWorld } from "../support/world.js";

const READ = { start: { tailOffset: 3 }, clamp: true, count: 0, bytes: 5, until: 2n ** 60n, wait: 0 } as const;

describe("a read of S2S frames over fetch", () => {
  test("asks for a session by its content type, with every parameter that means something", async () => {
    const target = scriptedTarget(() => new Response(bodyOf().stream));
    const told = new ReadRecorder();
    new FetchReadTransport(target, false).connect(READ, told);
    expect(await told.over()).toBeUndefined();
    const [request] = target.requests;
    expect(request?.url).toBe(
      "http://s2.test/v1/streams/s/records?tail_offset=3&clamp=true&count=0&bytes=5&until=1152921504606846976&wait=0",
    );
    expect(Object.fromEntries(request?.headers ?? [])).toEqual({
      authorization: "Bearer token",
      "content-type": "s2s/proto",
    });
  });

  test("keeps frames uncompressed where they could not be decompressed, by a rule of fetch about ranges", async () => {
    await using world = await startWorld();
    const large = "abc".repeat(2000);
    await world.fill([{ body: large }]);
    for (const uncompressed of [false, true]) {
      const told = new ReadRecorder();
      let bytes = 0;
      const target = scriptedTarget(async ({ init, headers }) => {
        expect(headers.get("range")).toBe(uncompressed ? "bytes=0-" : null);
        const response = await fetch(`${world.server.url}/v1/streams/a%2Fb%20c/records?seq_num=0&count=1`, {
          ...init,
          headers: { ...init.headers, "s2-basin": world.address.basin },
        });
        const body = new Uint8Array(await response.arrayBuffer());
        bytes = body.byteLength;
        return new Response(body);
      });
      new FetchReadTransport(target, uncompressed).connect({ ...READ, start: { seqNum: 0 } }, told);
      expect(await told.over()).toBeUndefined();
      expect(told.texts).toEqual([large]);
      expect(bytes > large.length).toBe(uncompressed);
    }
  });
});
