import { runCommand } from "./command.js";

process.exitCode = await runCommand(process.argv.slice(2), { out: console.log, note: console.error });
