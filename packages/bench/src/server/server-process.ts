// The bench's own server, as a process: says where it listens and serves until its standard input ends.
import { startReplayServer } from "./replay-server.js";

const server = await startReplayServer();
console.log(JSON.stringify({ url: server.url }));
process.stdin.on("end", () => process.exit(0)).resume();
