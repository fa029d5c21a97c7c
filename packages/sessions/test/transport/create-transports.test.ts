import { UsageError } from "@s2kit/core";
import { supportsCompression } from "@s2kit/core/internal";
import { createRestClient } from "@s2kit/rest";
import { afterEach, describe, expect, test, vi } from "vitest";
import {
  appendByFrames,
  appendByRequests,
  createTransports as createForNode,
  readByFrames,
  readBySse,
  webTransports,
} from "../../src/index.js";
import type { StreamAddress } from "../../src/stream-address.js";
import { createTransports as createForWeb } from "../../src/transport/create-transports.js";
import { FetchAppendTransport } from "../../src/transport/fetch/fetch-append.js";
import { FetchReadTransport } from "../../src/transport/fetch/fetch-read.js";
import { UnaryAppendTransport } from "../../src/transport/fetch/unary-append.js";
import { Http2AppendTransport } from "../../src/transport/http2/http2-append.js";
import { Http2ReadTransport } from "../../src/transport/http2/http2-read.js";
import { SseReadTransport } from "../../src/transport/sse/sse-read.js";
import type { TransportOptions, Transports } from "../../src/transport/transports.js";

const client = createRestClient({ accessToken: "token", endpoints: "http://127.0.0.1:1" });
const address: StreamAddress = { basin: "some-basin", stream: "s", encryptionKey: undefined, streamConfig: undefined };

/** The classes behind the transports, and what sessions will call them. */
function picked(transports: Transports): unknown[] {
  const append = transports.append(client, address);
  const read = transports.read(client, address);
  transports.abort();
  return [append.constructor, append.name, read.constructor, read.name];
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("the choice of transports", () => {
  test.for<[string, TransportOptions, unknown[]]>([
    ["nothing", {}, [Http2AppendTransport, "http2", Http2ReadTransport, "http2"]],
    ["auto", { transport: "auto" }, [Http2AppendTransport, "http2", Http2ReadTransport, "http2"]],
    ["http2", { transport: "http2" }, [Http2AppendTransport, "http2", Http2ReadTransport, "http2"]],
    ["fetch", { transport: "fetch" }, [FetchAppendTransport, "fetch", FetchReadTransport, "fetch"]],
    ["sse", { transport: "sse" }, [UnaryAppendTransport, "sse", SseReadTransport, "sse"]],
  ])("where there is node:http2, by %s", ([, options, expected]) => {
    expect(picked(createForNode(options))).toEqual(expected);
  });

  test.for<[string, TransportOptions, unknown[]]>([
    ["nothing", {}, [FetchAppendTransport, "fetch", FetchReadTransport, "fetch"]],
    ["auto", { transport: "auto" }, [FetchAppendTransport, "fetch", FetchReadTransport, "fetch"]],
    ["fetch", { transport: "fetch" }, [FetchAppendTransport, "fetch", FetchReadTransport, "fetch"]],
    ["sse", { transport: "sse" }, [UnaryAppendTransport, "sse", SseReadTransport, "sse"]],
  ])("where there is none but fetch goes both ways at once, by %s", ([, options, expected]) => {
    expect(picked(createForWeb(options))).toEqual(expected);
  });

  test.for<[TransportOptions["transport"], unknown[]]>([
    ["fetch", [UnaryAppendTransport, "fetch", FetchReadTransport, "fetch"]],
    ["sse", [UnaryAppendTransport, "sse", SseReadTransport, "sse"]],
  ])("in a browser, by %s", ([transport, expected]) => {
    vi.stubGlobal("document", {});
    expect(picked(createForWeb({ transport }))).toEqual(expected);
  });

  test.skipIf(supportsCompression("zstd"))("in a browser, by auto: reads come where no frame is compressed", () => {
    vi.stubGlobal("document", {});
    expect(picked(createForWeb())).toEqual([UnaryAppendTransport, "fetch", SseReadTransport, "sse"]);
  });

  test("by the ways that are named, one for reads and one for appends", () => {
    const small = webTransports({ read: readBySse, append: appendByRequests });
    expect(picked(small)).toEqual([UnaryAppendTransport, "fetch", SseReadTransport, "sse"]);
    const frames = webTransports({ read: readByFrames, append: appendByFrames });
    expect(picked(frames)).toEqual([FetchAppendTransport, "fetch", FetchReadTransport, "fetch"]);
  });

  test("only for reads, or only for appends, and the types tell", () => {
    const reads = webTransports({ read: readBySse });
    const appends = webTransports({ append: appendByRequests });
    expect([reads.read(client, address).name, appends.append(client, address).name]).toEqual(["sse", "fetch"]);
    // @ts-expect-error Nothing to append with.
    expect(reads.append).toBeUndefined();
    // @ts-expect-error Nothing to read with.
    expect(appends.read).toBeUndefined();
  });

  test("refuses http2 where there is none, and names that there are not, before anything is sent", () => {
    expect(() => createForWeb({ transport: "http2" })).toThrow(UsageError);
    expect(() => createForWeb({ transport: "http2" })).toThrow("node:http2");
    for (const create of [createForNode, createForWeb]) {
      for (const transport of ["websocket", "", null, 7] as never[]) {
        expect(() => create({ transport })).toThrow(UsageError);
        expect(() => create({ transport })).toThrow('"auto", "http2", "fetch" or "sse"');
      }
    }
  });
});
