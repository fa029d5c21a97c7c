import { UsageError } from "@s2kit/core";
import { eitherSignal, resolveRetryPolicy, signalIfGiven } from "@s2kit/core/internal";
import type { ServiceClient, SessionClient } from "@s2kit/rest";
import {
  type AppendSessionOptions,
  ackTimeout,
  exactlyOnce,
  inflightLimits,
  type PolicyAppendSessionOptions,
  writerMark,
} from "./append/append-options.js";
import { AppendSession } from "./append/append-session.js";
import type { ExactlyOnceInit } from "./append/append-session-init.js";
import type { Ending } from "./open-sessions.js";
import { bufferedBytes, type ReadSessionOptions, silenceTimeout, wireRead } from "./read/read-options.js";
import { ReadSession } from "./read/read-session.js";
import type { StreamAddress } from "./stream-address.js";
import type { AppendTransports, ReadTransports } from "./transport/transports.js";
import { checkTail } from "./unary/check-tail.js";
import { readOnce } from "./unary/read-once.js";

const APPEND_ENDING: Ending<AppendSession> = {
  isOver: (session) => session.isOver,
  close: (session) => session[Symbol.asyncDispose](),
  abort: (session, reason) => void session.drop(reason),
};

/** A read has nothing to complete. But whoever reads must not take its end for the end of what there is to read. */
const READ_ENDING: Ending<ReadSession> = {
  isOver: ({ state }) => state !== "open",
  close: async (session, reason) => session.drop(reason),
  abort: (session, reason) => session.drop(reason),
};

/**
 * Opens an append session. It connects with the first batch.
 *
 * @throws `invalid_argument` for options out of range; `session_closed` when the transports are closed.
 */
export function openAppendSession(
  client: ServiceClient,
  transports: AppendTransports,
  address: StreamAddress,
  options: AppendSessionOptions = {},
): AppendSession {
  const pinning = exactlyOnce(options);
  const mark = writerMark(options);
  const init: ExactlyOnceInit | undefined = pinning && {
    pinning,
    mark,
    lookout: {
      checkTail: (signal) => checkTail(client, address, { signal }),
      read: (seqNum, count, signal) => readOnce(client, address, { from: { seqNum }, count }, { signal }),
    },
  };
  return appendSession(client, transports, address, options, init);
}

/**
 * Opens an append session as {@link openAppendSession} does, whose delivery is as the retry policy says. It carries no
 * code of exactly-once delivery, which a browser then need not load, and asks of its client no other requests.
 *
 * @throws `invalid_argument` for options out of range, and for what needs exactly-once delivery; `session_closed` when the
 *   transports are closed.
 */
export function openPolicyAppendSession(
  client: SessionClient,
  transports: AppendTransports,
  address: StreamAddress,
  options: PolicyAppendSessionOptions = {},
): AppendSession {
  const { delivery = "policy", writerId, startSeqNum, onInterference } = options as AppendSessionOptions;
  if (delivery !== "policy" || (writerId ?? startSeqNum ?? onInterference) !== undefined) {
    throw new UsageError("delivery", "this session is without exactly-once delivery: use openAppendSession");
  }
  return appendSession(client, transports, address, options, undefined);
}

function appendSession(
  client: SessionClient,
  transports: AppendTransports,
  address: StreamAddress,
  options: PolicyAppendSessionOptions,
  init: ExactlyOnceInit | undefined,
): AppendSession {
  transports.sessions.refuseWhenClosed();
  const session = new AppendSession({
    ...inflightLimits(options),
    transport: transports.append(client, address),
    retry: resolveRetryPolicy(options.retry, client.retryPolicy),
    ackTimeoutMs: ackTimeout(options, client.timeoutMs),
    exactlyOnce: init,
    signal: signalOf(client, options),
    clock: client.clock,
    random: client.random,
  });
  transports.sessions.add(session, APPEND_ENDING);
  return session;
}

/**
 * Opens a read session. It connects at once, so that a start relative to the tail means the tail of now.
 *
 * @throws `invalid_argument` for options out of range; `session_closed` when the transports are closed.
 */
export function openReadSession(
  client: SessionClient,
  transports: ReadTransports,
  address: StreamAddress,
  options: ReadSessionOptions = {},
): ReadSession {
  const range = wireRead(options);
  transports.sessions.refuseWhenClosed();
  const session = new ReadSession({
    transport: transports.read(client, address),
    read: range,
    retry: resolveRetryPolicy(options.retry, client.retryPolicy),
    openTimeoutMs: client.timeoutMs,
    silenceTimeoutMs: silenceTimeout(options.silenceTimeoutMs),
    maxBufferedBytes: bufferedBytes(options.maxBufferedBytes),
    hideCommands: options.ignoreCommandRecords === true,
    stopAtTail: options.stopAtTail === true,
    onGap: options.onGap,
    signal: signalOf(client, options),
    clock: client.clock,
    random: client.random,
  });
  transports.sessions.add(session, READ_ENDING);
  return session;
}

/** The session's own signal and the client's: either ends the session. */
function signalOf(
  client: SessionClient,
  { signal }: { readonly signal?: AbortSignal | undefined },
): AbortSignal | undefined {
  return eitherSignal(signalIfGiven(signal), client.signal);
}
