/** There is no `node:zlib` in browsers. */
export const zlibCompressor: typeof import("./zlib.js").zlibCompressor = () => undefined;
