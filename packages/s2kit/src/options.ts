import type { CallOptions, RestClientOptions } from "@s2kit/rest";
import type { TransportOptions } from "@s2kit/sessions";

/**
 * Options of {@link S2}. `connection` holds for everything that the client sends, but for single requests through a
 * `fetch` of your own.
 */
export interface S2Options extends RestClientOptions, TransportOptions {}

/** Options of {@link S2.fromEnvironment}: whatever is given wins over the environment. */
export type EnvironmentS2Options = Partial<S2Options> & {
  /** Read in place of the process's environment. */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
};

/** Defaults for every call through a handle, sessions included; its `signal` aborts all of them. */
export type HandleOptions = CallOptions;
