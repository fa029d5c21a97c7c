interface Runtime {
  readonly process?: {
    getBuiltinModule?(name: "node:events"): { setMaxListeners?(limit: number, target: EventTarget): void } | undefined;
  };
}

const allowed: WeakSet<AbortSignal> = /* @__PURE__ */ new WeakSet();

/** Node takes the eleventh listener for a leak, and says so; here each session or call under a signal has one. */
export function allowManyListeners(signal: AbortSignal): void {
  if (allowed.has(signal) || !(signal instanceof EventTarget)) return;
  allowed.add(signal);
  (globalThis as Runtime).process?.getBuiltinModule?.("node:events")?.setMaxListeners?.(0, signal);
}
