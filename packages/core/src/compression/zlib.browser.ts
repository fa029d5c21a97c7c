/** There is no `node:zlib` in browsers. */
export const zlib: typeof import("./zlib.js").zlib = () => undefined;
