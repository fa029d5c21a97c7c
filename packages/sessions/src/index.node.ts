// The public entry for runtimes with `node:http2`: the same names, of which one is another function.
export * from "./index.js";
export { createTransports } from "./internal.node.js";
