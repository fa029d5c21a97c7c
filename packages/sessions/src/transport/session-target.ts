import type { RestClient } from "@s2kit/rest";
import { recordsHeaders, recordsPath, type StreamAddress } from "../stream-address.js";
import type { SessionTarget } from "./target.js";

/** The target of a stream's sessions: where its records are, and the headers of the client that asks for them. */
export function sessionTarget(client: RestClient, address: StreamAddress): SessionTarget {
  const endpoint = { basin: address.basin };
  const { baseUrl, query } = client.base(endpoint);
  return {
    baseUrl,
    query,
    recordsPath: recordsPath(address),
    headers: async () => ({ ...(await client.authorize(endpoint)), ...recordsHeaders(address) }),
    accepted: () => client.accepted(),
    judgeError: (error, headers) => client.judgeRejection(error, headers),
  };
}
