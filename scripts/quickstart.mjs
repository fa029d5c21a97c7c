// The main job in one page: append through a producer while a read session follows live, and print what happened.
// Uses a real S2 when S2_ACCESS_TOKEN or an endpoint variable is set, and the embedded server otherwise.
import { S2 } from "../packages/s2kit/dist/index.mjs";
import { startServer } from "../packages/server/dist/index.mjs";

const RECORDS = 10;

/** Where to run: `S2_BASIN` names an existing basin of a real S2, otherwise one is created and deleted again. */
async function connect() {
  const { S2_ACCESS_TOKEN, S2_ACCOUNT_ENDPOINT, S2_BASIN_ENDPOINT, S2_BASIN } = process.env;
  if (S2_ACCESS_TOKEN || S2_ACCOUNT_ENDPOINT || S2_BASIN_ENDPOINT) {
    console.log(`Using the S2 at ${S2_ACCOUNT_ENDPOINT || "s2.dev"}.`);
    return { s2: S2.fromEnvironment(), basinName: S2_BASIN, stop: async () => undefined };
  }
  const server = await startServer();
  console.log(`Using the embedded server at ${server.url} (set S2_ACCESS_TOKEN to use a real S2).`);
  return { s2: new S2(server.clientOptions()), basinName: undefined, stop: () => server.close() };
}

const { s2, basinName, stop } = await connect();
const name = basinName ?? `quickstart-${Date.now().toString(36)}`;
const streamName = `hello/${Date.now().toString(36)}`;
try {
  if (basinName === undefined) await s2.basins.create({ basin: name });
  const basin = s2.basin(name);
  await basin.streams.create({ stream: streamName });
  console.log(`Created stream ${streamName} in basin ${name}.`);
  const stream = basin.stream(streamName);

  const reader = stream.readSession({ from: { seqNum: 0 } });
  const following = (async () => {
    for await (const record of reader) {
      console.log(`  read  #${record.seqNum}: ${record.text()}`);
      if (record.seqNum === RECORDS - 1) break;
    }
  })();

  const producer = stream.producer();
  for (let index = 0; index < RECORDS; index++) {
    const ticket = await producer.submit({ body: `hello number ${index}` });
    const { seqNum } = await ticket.ack();
    console.log(`  acked #${seqNum}`);
  }
  await producer.close();
  await following;
  const tail = await stream.checkTail();
  console.log(`Appended and followed ${RECORDS} records over ${reader.transport}; the tail is ${tail.seqNum}.`);
  await basin.streams.delete(streamName);
  if (basinName === undefined) await s2.basins.delete(name);
} finally {
  await s2.close();
  await stop();
}
