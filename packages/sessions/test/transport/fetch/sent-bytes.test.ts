import { createRestClient } from "@s2kit/rest";
import { describe, expect } from "vitest";
import { openAppendSession } from "../../../src/session-factory.js";
import { test } from "../support/world.js";

describe.each(["fetch", "unary"] as const)("what a caller's own fetch gets of an append session over %s", (way) => {
  test("stays as it is when it is kept, whatever is appended later", async ({ world }) => {
    const kept: Uint8Array[] = [];
    const keep = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        kept.push(chunk);
        controller.enqueue(chunk);
      },
    });
    const client = createRestClient({
      ...world.server.clientOptions(),
      fetch: (input, init) => {
        const body = init?.body;
        if (body instanceof Uint8Array) kept.push(body);
        return fetch(input, body instanceof ReadableStream ? { ...init, body: body.pipeThrough(keep) } : init);
      },
    });
    const session = openAppendSession(client, world.transports(way), world.address);
    for (const letter of ["a", "b", "c"]) {
      const ticket = await session.submit([{ body: letter.repeat(100_000) }]);
      await ticket.ack();
    }
    await session.close();
    expect(kept.map((bytes) => new TextDecoder().decode(bytes.subarray(-3)))).toEqual(["aaa", "bbb", "ccc"]);
  });
});
