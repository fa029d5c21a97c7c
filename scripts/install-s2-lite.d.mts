export const S2_CLI_VERSION: string;
export const EXIT_CARGO_MISSING: number;
export class CargoMissingError extends Error {}
export function cacheFolder(env?: NodeJS.ProcessEnv): string;
export function findS2Lite(env?: NodeJS.ProcessEnv): Promise<string | undefined>;
export function installS2Lite(env?: NodeJS.ProcessEnv, log?: (line: string) => void): Promise<string>;
