import { startServer } from "@s2kit/server";
import { S2 } from "s2kit";

// A local S2 in this process. For the cloud: no server, and `S2.fromEnvironment()` with S2_ACCESS_TOKEN set.
const server = await startServer({ port: 0 });
const s2 = new S2(server.clientOptions());

await s2.basins.createIfMissing({ basin: "my-basin" });
const basin = s2.basin("my-basin");
await basin.streams.ensure({ stream: "greetings", config: { retentionPolicy: { ageSecs: 86_400 } } });

const stream = basin.stream("greetings");
await stream.append([{ body: "hello" }, { body: "world" }]);
const { records } = await stream.read({ from: { seqNum: 0 } });
for (const record of records) console.log(record.seqNum, record.text());

await s2.close();
await server.close();
