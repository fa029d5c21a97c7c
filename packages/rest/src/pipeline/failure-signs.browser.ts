/** Browsers give no codes: nothing but the messages tells what a failure is. */
export const readSigns: typeof import("./failure-signs.js").readSigns = () => ({});
