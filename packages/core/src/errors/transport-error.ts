import { S2Error } from "./s2-error.js";

/**
 * The service did not answer: no connection, a connection that broke, a time-out, or an answer that breaks the protocol.
 * `code` is `connection_failed`, `connection_lost`, `request_refused`, `timeout`, `deadline_exceeded`,
 * `token_unavailable` or `protocol_error`.
 */
export class TransportError extends S2Error {
  override readonly name: string = "TransportError";
}
