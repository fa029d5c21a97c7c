import { TransportError } from "@s2kit/core";

/**
 * What came from the service breaks the protocol. Never retried: an acknowledgement that cannot be read may be
 * the acknowledgement of something durable.
 *
 * @param init.maybeApplied - Default true, because most of the wire format is common to appends and reads.
 */
export function protocolError(
  message: string,
  init: { readonly maybeApplied?: boolean | undefined; readonly cause?: unknown } = {},
): TransportError {
  const { maybeApplied = true, cause } = init;
  return new TransportError(message, { code: "protocol_error", retryable: false, maybeApplied, cause });
}
