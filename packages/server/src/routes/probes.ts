import type { Handler, Route } from "./context.js";
import { textReply } from "./reply.js";

const ok: Handler = async () => textReply(200, "OK");

/** For those who wait until the server is up. */
export const PROBE_ROUTES: readonly Route[] = [
  { path: "/health", methods: { GET: ok } },
  { path: "/ping", methods: { GET: ok } },
];
