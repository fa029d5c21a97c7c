import { createRequire } from "node:module";

interface Modules {
  readonly "node:http": typeof import("node:http");
  readonly "node:http2": typeof import("node:http2");
  readonly "node:net": typeof import("node:net");
  readonly "node:tls": typeof import("node:tls");
}

let load: NodeJS.Require | undefined;

/**
 * One of Node's own modules, loaded when it is first asked for: those for connections are half of what importing this
 * package would cost, and many programs that import it make no connection.
 */
export function nodeModule<Name extends keyof Modules>(name: Name): Modules[Name] {
  // The place is of no importance for modules that are Node's own.
  load ??= createRequire(process.execPath);
  return load(name) as Modules[Name];
}
