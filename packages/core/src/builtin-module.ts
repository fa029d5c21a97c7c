interface Runtime {
  readonly process?: { getBuiltinModule?(name: string): unknown };
}

/**
 * A module of Node's, in the runtimes that have it. It is not imported, so that the same code runs in those that do not.
 */
export function builtinModule<Module>(name: string): Module | undefined {
  return (globalThis as Runtime).process?.getBuiltinModule?.(name) as Module | undefined;
}
