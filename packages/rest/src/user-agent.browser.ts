/** Browsers have a name of their own and refuse another. */
export const userAgentHeader: typeof import("./user-agent.js").userAgentHeader = () => ({});
