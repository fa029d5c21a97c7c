import { describe, expect, test } from "vitest";
import { CHAOS_MODES, type ServerName } from "../../src/chaos/chaos-options.js";
import { runChaos } from "../../src/chaos/chaos-run.js";
import { reportJson } from "../../src/chaos/report-text.js";
import { findS2Lite } from "../../src/servers/index.js";

/** Long enough for every writer to fail many times over, short enough for CI. `pnpm chaos` takes it further. */
const FAULTS: Readonly<Record<ServerName, number>> = { embedded: 250, lite: 100 };
const SEED = 20_260_707;

const hasLite = (await findS2Lite()) !== undefined || process.env["S2KIT_LITE"] === "required";

describe.each(["embedded", "lite"] as const)("in a storm over %s", (server) => {
  test.skipIf(server === "lite" && !hasLite).each(CHAOS_MODES)("mode %s keeps its promises", async (mode) => {
    const report = await runChaos({ server, mode, seed: SEED, maxFaults: FAULTS[server], maxDurationMs: 20_000 });
    // All that was counted, so that a failure tells what happened, and how to have it again.
    const told = JSON.stringify(reportJson(report), undefined, 2);
    expect(report.broken, `pnpm chaos --server ${server} --mode ${mode} --seed ${SEED}\n${told}`).toEqual([]);
    expect(report.faults.total, told).toBeGreaterThanOrEqual(FAULTS[server] / 2);
    for (const way of ["http2", "fetch", "unary"]) expect(report.ackedOver.count(way), told).toBeGreaterThan(0);
    expect(report.findings.followed, told).toBeGreaterThan(report.findings.acked / 2);
  });
});
