import { builtinModule } from "../builtin-module.js";

interface Events {
  setMaxListeners?(limit: number, target: EventTarget): void;
}

const allowed: WeakSet<AbortSignal> = /* @__PURE__ */ new WeakSet();

/** Node takes the eleventh listener for a leak, and says so; here each session or call under a signal has one. */
export function allowManyListeners(signal: AbortSignal): void {
  if (allowed.has(signal) || !(signal instanceof EventTarget)) return;
  allowed.add(signal);
  builtinModule<Events>("node:events")?.setMaxListeners?.(0, signal);
}
