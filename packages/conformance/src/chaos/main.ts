// First version: replaced below.
import { runChaos } from "./chaos-run.js";
import { reportJson, reportTable } from "./report-text.js";

const [server, mode, seed, faults] = process.argv.slice(2);
const r = await runChaos({
  server: server as "embedded",
  mode: mode as "all",
  seed: Number(seed),
  maxFaults: Number(faults),
});
console.log(JSON.stringify(reportJson(r), null, 1));
console.log(reportTable([r]));
