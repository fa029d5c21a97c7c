import type { ServiceClient } from "@s2kit/rest";

/** What sessions need of a client, whose other requests they do not make: any `ServiceClient` is one. */
export type SessionClient = Pick<
  ServiceClient,
  | "base"
  | "authorize"
  | "judgeRejection"
  | "accepted"
  | "timeoutMs"
  | "retryPolicy"
  | "signal"
  | "compression"
  | "fetch"
  | "clock"
  | "random"
>;
