// One client, as a process: does the task in its first argument and prints what it measured. Only the library that is
// measured gets loaded.
import type { Contender, ContenderName, Target } from "../contenders/contender.js";
import { measure } from "./measure.js";
import type { ClientTask } from "./measurement.js";

const task = JSON.parse(process.argv[2] as string) as ClientTask;
const contender = await open(task.contender, task.target);
const measurement = await measure(contender, task);
// Whatever is still open is left to the end of the process: closing is not measured, and may take for ever.
process.stdout.write(`${JSON.stringify(measurement)}\n`, () => process.exit(0));

async function open(name: ContenderName, target: Target): Promise<Contender> {
  switch (name) {
    case "raw":
      return new (await import("../contenders/raw.js")).Raw(target);
    case "official":
      return new (await import("../contenders/official.js")).Official(target);
    case "ours":
      return new (await import("../contenders/ours.js")).Ours(target);
  }
}
