// Builds, type-checks, lints, tests and checks every package, then adds up the tests of all of them.
// The last line is "N passed, N failed" (and "N skipped"), whatever happened before.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

const TASKS = ["build", "typecheck", "lint", "test", "check"];

/** Vitest's JSON report of one package. */
function readReport(file) {
  const { numPassedTests, numFailedTests, numPendingTests, success } = JSON.parse(readFileSync(file, "utf8"));
  return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests, success };
}

const reports = readdirSync("packages").map((name) => ({
  name,
  tested: existsSync(join("packages", name, "vitest.config.ts")),
  file: join("packages", name, "test-results", "vitest.json"),
}));
for (const { file } of reports) rmSync(file, { force: true });

const turbo = spawnSync("turbo", ["run", ...TASKS, "--continue", "--concurrency=2", "--output-logs=errors-only"], {
  stdio: "inherit",
});

const totals = { passed: 0, failed: 0, skipped: 0 };
for (const { name, tested, file } of reports) {
  if (!tested) continue;
  if (!existsSync(file)) {
    console.log(`${name.padEnd(12)} no test report`);
    totals.failed++;
    continue;
  }
  const report = readReport(file);
  console.log(`${name.padEnd(12)} ${report.passed} passed, ${report.failed} failed, ${report.skipped} skipped`);
  totals.passed += report.passed;
  // A suite that could not even be set up fails without a failed test.
  totals.failed += report.failed === 0 && !report.success ? 1 : report.failed;
  totals.skipped += report.skipped;
}
if (turbo.status !== 0) console.log("a task failed: see above");
console.log(
  `${totals.passed} passed, ${totals.failed} failed${totals.skipped > 0 ? `, ${totals.skipped} skipped` : ""}`,
);
process.exit(turbo.status === 0 && totals.failed === 0 ? 0 : 1);
