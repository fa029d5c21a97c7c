// The internal entry for runtimes with `node:http2`: the same names, of which one is another function.
export * from "./internal.js";
export { createTransports } from "./transport/http2/create-transports.js";
