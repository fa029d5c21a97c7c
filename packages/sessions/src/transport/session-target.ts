import { TransportError } from "@s2kit/core";
import { onAbort } from "@s2kit/core/internal";
import type { SessionClient } from "@s2kit/rest";
import { recordsHeaders, recordsPath, type StreamAddress } from "../stream-address.js";
import type { SessionTarget } from "./target.js";

/** The target of a stream's sessions: where its records are, and the headers of the client that asks for them. */
export function sessionTarget(client: SessionClient, address: StreamAddress): SessionTarget {
  const endpoint = { basin: address.basin };
  const { baseUrl, query } = client.base(endpoint);
  return {
    baseUrl,
    query,
    recordsPath: recordsPath(address),
    headers: async (dropped) => ({
      ...(await inTime(client.authorize(endpoint), client, dropped)),
      ...recordsHeaders(address),
    }),
    accepted: () => client.accepted(),
    judgeError: (error, headers) => client.judgeRejection(error, headers),
  };
}

/** A token provider that never answers must not hold up a session for ever: nothing else would notice. */
function inTime<T>(headers: Promise<T>, { clock, timeoutMs }: SessionClient, dropped: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void =>
      reject(
        new TransportError(`the access token provider did not answer within ${timeoutMs} ms`, {
          code: "token_unavailable",
          retryable: true,
        }),
      );
    const cancel = timeoutMs === Number.POSITIVE_INFINITY ? undefined : clock.schedule(timeoutMs, giveUp);
    const unlink = onAbort(dropped, () => cancel?.());
    headers.then(resolve, reject).finally(() => {
      cancel?.();
      unlink();
    });
  });
}
