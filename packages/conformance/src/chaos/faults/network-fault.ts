import { setTimeout as sleep } from "node:timers/promises";
import type { ProxyDirection, TcpProxy } from "../../tools/index.js";
import type { SeededRandom } from "../seeded-random.js";

/** Something that happens to the network between a client and the server. */
export interface NetworkFault {
  readonly name: string;
  /** Lets it happen, for a moment where it has a length. @returns Whether it met anything: an idle network feels nothing. */
  strike(proxy: TcpProxy, random: SeededRandom): Promise<boolean>;
}

/** How long a cut waits for its byte. */
const CUT_PATIENCE_MS = 250;

const DIRECTIONS: readonly ProxyDirection[] = ["to-server", "to-client"];

/** Changes the network for a while. It was felt if anything moved, or would have, meanwhile. */
async function spell(proxy: TcpProxy, lengthMs: number, change: () => void, restore: () => void): Promise<boolean> {
  const before = proxy.counts;
  change();
  await sleep(lengthMs);
  restore();
  const { accepted, open, bytesToClient, bytesToServer } = proxy.counts;
  return (
    open > 0 || accepted + bytesToClient + bytesToServer > before.accepted + before.bytesToClient + before.bytesToServer
  );
}

export const NETWORK_FAULTS: readonly NetworkFault[] = [
  {
    name: "network: reset of all connections",
    async strike(proxy) {
      const { open } = proxy.counts;
      proxy.cutAll("reset");
      return open > 0;
    },
  },
  {
    name: "network: close of all connections",
    async strike(proxy) {
      const { open } = proxy.counts;
      proxy.cutAll("close");
      return open > 0;
    },
  },
  {
    name: "network: cut after n bytes",
    async strike(proxy, random) {
      const bytes = random.chance(0.5) ? random.between(0, 120) : random.between(0, 8_000);
      const cut = proxy.cutAfter(random.pick(DIRECTIONS), bytes, random.pick(["reset", "close"]));
      return await Promise.race([cut.then(() => true), sleep(CUT_PATIENCE_MS, false)]);
    },
  },
  {
    name: "network: half-close",
    async strike(proxy, random) {
      const { open } = proxy.counts;
      proxy.halfCloseAll(random.pick(DIRECTIONS));
      return open > 0;
    },
  },
  {
    name: "network: latency",
    strike(proxy, random) {
      const latencyMs = random.between(5, 80);
      return spell(
        proxy,
        random.between(20, 120),
        () => proxy.setLatency(latencyMs),
        () => proxy.setLatency(0),
      );
    },
  },
  {
    name: "network: throttle",
    strike(proxy, random) {
      const bytesPerSecond = random.between(2_000, 60_000);
      return spell(
        proxy,
        random.between(30, 150),
        () => proxy.setThrottle(bytesPerSecond),
        () => proxy.setThrottle(0),
      );
    },
  },
  {
    name: "network: black hole",
    strike(proxy, random) {
      return spell(
        proxy,
        random.chance(0.15) ? random.between(500, 900) : random.between(10, 120),
        () => proxy.blackHole(true),
        () => proxy.blackHole(false),
      );
    },
  },
  {
    name: "network: refused connections",
    async strike(proxy, random) {
      const before = proxy.counts.accepted;
      proxy.refuse(true);
      proxy.cutAll("reset");
      await sleep(random.between(10, 80));
      proxy.refuse(false);
      return proxy.counts.accepted > before;
    },
  },
];

/** The network as it was before any fault. */
export function calm(proxy: TcpProxy): void {
  proxy.refuse(false);
  proxy.blackHole(false);
  proxy.setLatency(0);
  proxy.setThrottle(0);
  // Takes the place of a cut that still waits for its byte.
  void proxy.cutAfter("to-server", Number.MAX_SAFE_INTEGER);
}
