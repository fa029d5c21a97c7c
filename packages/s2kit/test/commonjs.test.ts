import { createRequire } from "node:module";
import { expect } from "vitest";
import type * as Library from "../src/index.js";
import { collect, test } from "./support/harness.js";

const { S2, S2Error } = createRequire(import.meta.url)("s2kit") as typeof Library;

test("what require gives works as what import does: calls, sessions over every transport, errors", async ({
  server,
}) => {
  await using s2 = new S2(server.clientOptions());
  await s2.basins.create({ basin: "from-commonjs" });
  await s2.basin("from-commonjs").streams.create({ stream: "s" });
  const again = await s2.basins.create({ basin: "from-commonjs" }).catch((error: unknown) => error);
  expect(S2Error.is(again) && again.status).toBe(409);
  for (const [index, transport] of (["http2", "fetch", "sse"] as const).entries()) {
    await using client = new S2({ ...server.clientOptions(), transport });
    const stream = client.basin("from-commonjs").stream("s");
    const producer = stream.producer();
    await producer.submit({ body: transport });
    await producer.close();
    const records = await collect(stream.readSession({ from: { seqNum: index }, stopAtTail: true }));
    expect(records.map((record) => record.text())).toEqual([transport]);
  }
});
