import { setTimeout as sleep } from "node:timers/promises";
import type { FaultScript } from "@s2kit/server";
import type { TcpProxy } from "../../tools/index.js";
import type { SeededRandom } from "../seeded-random.js";
import { Tally } from "../tally.js";
import { calm, NETWORK_FAULTS } from "./network-fault.js";
import { describeFault, drawFault, SCRIPTED_KINDS } from "./scripted-fault.js";

/** Where faults can strike. */
export interface StormTargets {
  readonly proxies: readonly TcpProxy[];
  /** Of the embedded server; a real one has none. */
  readonly script: FaultScript | undefined;
}

/** How hard a storm is, and when it is over: at the first of the two limits. */
export interface StormStrength {
  readonly maxFaults: number;
  readonly maxDurationMs: number;
  /** Stretches the pauses between faults; 1 is about 60 faults a second on an embedded server with six proxies. */
  readonly calmness?: number | undefined;
}

/** Average pause between two faults of the script, and between two of one proxy, in milliseconds. */
const SCRIPT_PAUSE_MS = 12;
const NETWORK_PAUSE_MS = 60;
/** Faults that wait in the script for their moment. */
const MAX_WAITING = 8;
/** A fault whose moment does not come for so long makes room for another. */
const WAIT_MS = 400;

/** So many faults for each kind there is, and every kind must have struck. */
const ENOUGH_PER_KIND = 60;

/** Faults of every kind at random moments. Only those that struck are counted. */
export class Storm {
  /** By kind. */
  readonly struck: Tally = new Tally();
  /** Those of the server by what they did, when, and to which request. */
  readonly inDetail: Tally = new Tally();
  readonly #targets: StormTargets;
  readonly #strength: StormStrength;
  readonly #random: SeededRandom;
  #startedAt = 0;
  #isEnded = false;

  constructor(targets: StormTargets, strength: StormStrength, random: SeededRandom) {
    this.#targets = targets;
    this.#strength = strength;
    this.#random = random;
  }

  /** Rages until a limit is reached or {@link end} is called, then leaves everything calm. */
  async run(): Promise<void> {
    this.#startedAt = performance.now();
    const { proxies, script } = this.#targets;
    await Promise.all([
      ...proxies.map((proxy) => this.#shake(proxy, this.#random.fork())),
      ...(script === undefined ? [] : [this.#follow(script, this.#random.fork())]),
    ]);
    script?.clear();
    for (const proxy of proxies) calm(proxy);
  }

  /** Lets the storm end now. */
  end(): void {
    this.#isEnded = true;
  }

  /** Kinds that should have struck by now, and never did. A storm that leaves a kind out shows nothing about it. */
  get missing(): string[] {
    const kinds = [...NETWORK_FAULTS, ...(this.#targets.script === undefined ? [] : SCRIPTED_KINDS)];
    if (this.struck.total < ENOUGH_PER_KIND * kinds.length) return [];
    return kinds.map(({ name }) => name).filter((name) => this.struck.count(name) === 0);
  }

  get #isOver(): boolean {
    if (this.#isEnded) return true;
    const { maxDurationMs, maxFaults } = this.#strength;
    return this.struck.total >= maxFaults || performance.now() - this.#startedAt >= maxDurationMs;
  }

  async #shake(proxy: TcpProxy, random: SeededRandom): Promise<void> {
    while (!this.#isOver) {
      await this.#pause(NETWORK_PAUSE_MS, random);
      const fault = random.pick(NETWORK_FAULTS);
      if (await fault.strike(proxy, random)) this.struck.add(fault.name);
    }
  }

  async #follow(script: FaultScript, random: SeededRandom): Promise<void> {
    while (!this.#isOver) {
      await this.#pause(SCRIPT_PAUSE_MS, random);
      if (script.pending >= MAX_WAITING) continue;
      const kind = random.pick(SCRIPTED_KINDS);
      const fault = drawFault(kind, random);
      const entry = script.push(fault);
      void entry.struck.then(() => {
        this.struck.add(kind.name);
        this.inDetail.add(describeFault(fault));
      });
      setTimeout(() => entry.remove(), WAIT_MS).unref();
    }
  }

  async #pause(averageMs: number, random: SeededRandom): Promise<void> {
    await sleep(random.between(0, 2 * averageMs * (this.#strength.calmness ?? 1)));
  }
}
