import openapiFetch, { type Client } from "openapi-fetch";
import type { paths } from "../generated/schema.js";
import { fillPath } from "./fill-path.js";
import { type Sender, sendTyped } from "./send-typed.js";

type Init = Record<string, unknown> & {
  readonly signal?: AbortSignal | null | undefined;
  readonly fetch?: unknown;
};

type Call = (method: string, path: string, init?: Init) => Promise<unknown>;

/**
 * An openapi-fetch client whose requests go through the pipeline, unless a call brings its own `fetch`.
 *
 * The caller's signal goes to the pipeline and not into a `Request`: that would follow it with a listener of its own,
 * which nobody removes, and would lose its reason.
 */
export function typedClient(sender: Sender): Client<paths> {
  // In CommonJS all exports of the package come in the place of its default one. Not outside: bundlers would keep it.
  const createClient = (openapiFetch as { readonly default?: typeof openapiFetch }).default ?? openapiFetch;
  const client = createClient<paths>({ baseUrl: sender.base("account").baseUrl, pathSerializer: fillPath });
  const request = client.request as unknown as Call;
  const call: Call = async (method, path, { signal, ...init } = {}) => {
    let failure: { readonly reason: unknown } | undefined;
    const send = (it: Request): Promise<Response> =>
      sendTyped(sender, it, signal ?? undefined).catch((reason: unknown) => {
        failure = { reason };
        throw reason;
      });
    try {
      return await request(method, path, { ...init, ...(init.fetch ? { signal } : { fetch: send }) });
    } catch (error) {
      // openapi-fetch takes a falsy reason, such as that of `abort(null)`, for no error, and stumbles later.
      throw failure !== undefined && !failure.reason ? failure.reason : error;
    }
  };
  const methods: Record<string, unknown> = { request: call };
  for (const method of ["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"]) {
    methods[method] = (path: string, init?: Init) => call(method, path, init);
  }
  return { ...client, ...methods };
}
