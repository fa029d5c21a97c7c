import { startS2Lite } from "@s2kit/conformance/servers";
import { S2 } from "s2kit";
import type { Target } from "../contenders/contender.js";
import { bodyText, HEADERS, type RecordShape, recordsPerBatch, streamName } from "../workload.js";

const BASIN = "bench-basin";

/** Starts `s2 lite`, in memory, with a stream of this shape that holds so many records. */
export async function startLite(content: {
  readonly shape: RecordShape;
  readonly records: number;
}): Promise<{ readonly target: Target; stop(): Promise<void> }> {
  const { shape, records } = content;
  const server = await startS2Lite();
  await using s2 = new S2({ accessToken: "bench", endpoints: { account: server.url, basin: server.url } });
  await s2.basins.create({ basin: BASIN });
  const basin = s2.basin(BASIN);
  await basin.streams.create({ stream: streamName(shape) });
  const record = { body: bodyText(shape), headers: HEADERS.slice(0, shape.headers) };
  const session = basin.stream(streamName(shape)).appendSession();
  for (let left = records; left > 0; left -= recordsPerBatch(shape)) {
    await session.submit(new Array(Math.min(left, recordsPerBatch(shape))).fill(record));
  }
  await session.close();
  return {
    target: { url: server.url, basin: BASIN, firstSeqNum: 0 },
    stop: async () => void (await server.stop("SIGKILL")),
  };
}
