import { createRestClient, type PipelineRequest, type RestClient, type RestClientOptions } from "../../src/index.js";
import { FakeClock } from "./fake-clock.js";
import { type ScriptedFetch, type Step, scriptedFetch } from "./scripted-fetch.js";

export interface Rig {
  readonly client: RestClient;
  readonly fetch: ScriptedFetch;
  readonly clock: FakeClock;
}

/** A client on a scripted network, with a clock that stands still and the smallest back-off. */
export function rig(steps: Step[], options: Partial<RestClientOptions> = {}): Rig {
  const fetch = scriptedFetch(...steps);
  const clock = new FakeClock();
  const client = createRestClient({ accessToken: "token-1", fetch, clock, random: () => 0, ...options });
  return { client, fetch, clock };
}

/** Requests of each kind. */
export const GET: PipelineRequest = { method: "GET", endpoint: "account", path: "/basins", effect: "none" };
export const DELETE: PipelineRequest = {
  method: "DELETE",
  endpoint: "account",
  path: "/basins/my-basin",
  effect: "idempotent",
};
export const APPEND: PipelineRequest = {
  method: "POST",
  endpoint: { basin: "my-basin" },
  path: "/streams/my-stream/records",
  body: '{"records":[{}]}',
  headers: { "content-type": "application/json" },
  effect: "append",
};
export const ISSUE: PipelineRequest = {
  method: "POST",
  endpoint: "account",
  path: "/access-tokens",
  body: "{}",
  headers: { "content-type": "application/json" },
  effect: "once",
};

/** What a promise rejects with. Fails when it does not. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return await promise.then(
    () => {
      throw new Error("did not reject");
    },
    (reason: unknown) => reason,
  );
}

/** What a settled promise was rejected with. */
export function reasonOf(result: PromiseSettledResult<unknown>): unknown {
  if (result.status === "rejected") return result.reason;
  throw new Error("did not reject");
}
