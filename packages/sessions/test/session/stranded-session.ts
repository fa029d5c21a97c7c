import { createRestClient } from "@s2kit/rest";
import { expect } from "vitest";
import type { AppendSessionOptions } from "../../src/append/append-options.js";
import type { AppendSession } from "../../src/append/append-session.js";
import type { BatchTicket } from "../../src/append/batch-ticket.js";
import { openAppendSession } from "../../src/session-factory.js";
import type { StrandingRelay } from "../transport/support/stranding-relay.js";
import type { World } from "../transport/support/world.js";

/** Transports whose requests can be taken for dead on their way. */
export const STRANDED_WAYS = ["http2", "fetch", "unary"] as const;

export type StrandedWay = (typeof STRANDED_WAYS)[number];

/** A session behind a relay, with one batch on the stream. */
export async function start(
  world: World,
  relay: StrandingRelay,
  way: StrandedWay,
  options: AppendSessionOptions,
): Promise<AppendSession> {
  const retry = { minDelayMs: 1, maxDelayMs: 5, maxAttempts: 5 };
  const client = createRestClient({ ...world.server.clientOptions(), endpoints: relay.url, retry });
  const session = openAppendSession(client, world.transports(way), world.address, options);
  await (await session.submit([{ body: "first" }])).ack();
  return session;
}

/** Submits a batch that leaves, and is taken for dead on its way. */
export async function strand(
  session: AppendSession,
  relay: StrandingRelay,
  body: string,
  andHold = false,
): Promise<BatchTicket> {
  relay.hold();
  const ticket = await session.submit([{ body }]);
  await expect.poll(() => relay.heldBytes).toBeGreaterThan(0);
  relay.strand(andHold);
  return ticket;
}
