import { parseEndpoint } from "./endpoint.js";

/** What the environment says about the service. */
export interface EnvironmentOptions {
  /** `S2_ACCESS_TOKEN`. */
  readonly accessToken?: string;
  /** `S2_ACCOUNT_ENDPOINT` and `S2_BASIN_ENDPOINT`. */
  readonly endpoints?: { readonly account?: string; readonly basin?: string };
}

/**
 * Reads `S2_ACCESS_TOKEN`, `S2_ACCOUNT_ENDPOINT` and `S2_BASIN_ENDPOINT`. Unset and empty variables count as absent.
 *
 * @param environment - Default: the process's own, where the runtime has one.
 * @throws `invalid_argument` for an endpoint variable that is set and not valid, also when blank.
 */
export function readEnvironment(
  environment: Readonly<Record<string, string | undefined>> = processEnvironment(),
): EnvironmentOptions {
  const accessToken = environment["S2_ACCESS_TOKEN"];
  const account = endpointVariable(environment, "S2_ACCOUNT_ENDPOINT");
  const basin = endpointVariable(environment, "S2_BASIN_ENDPOINT");
  return {
    ...(accessToken && { accessToken }),
    ...((account ?? basin) && { endpoints: { ...(account && { account }), ...(basin && { basin }) } }),
  };
}

function endpointVariable(environment: Readonly<Record<string, string | undefined>>, name: string): string | undefined {
  const value = environment[name];
  if (value === undefined || value === "") return undefined;
  parseEndpoint(value, name);
  return value;
}

function processEnvironment(): Readonly<Record<string, string | undefined>> {
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
  return process?.env ?? {};
}
