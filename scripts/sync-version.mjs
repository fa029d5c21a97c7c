// Writes the version that changesets gave the packages into the source that sends it as user agent.
import { readFileSync, writeFileSync } from "node:fs";

const { version } = JSON.parse(readFileSync("packages/rest/package.json", "utf8"));
const source = `/** The version that all packages share. Written by \`scripts/sync-version.mjs\`. */
export const VERSION = ${JSON.stringify(version)};
`;
writeFileSync("packages/rest/src/version.ts", source);
