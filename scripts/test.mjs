// Builds, type-checks, lints, tests and checks every package, then adds up the tests of all of them.
// The last line is "N passed, N failed" (and "N skipped"), whatever happened before.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

const TASKS = ["build", "typecheck", "lint", "test", "check"];

/** Vitest's JSON report of one package. */
function readReport(file) {
  const report = JSON.parse(readFileSync(file, "utf8"));
  const { numPassedTests, numFailedTests, numPendingTests, success, testResults } = report;
  // Skipped tests are called so; what never came to an end is pending.
  const lost = testResults.some(({ assertionResults }) => assertionResults.some(({ status }) => status === "pending"));
  return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests, success, lost };
}

const reports = readdirSync("packages").map((name) => ({
  name,
  tested: existsSync(join("packages", name, "vitest.config.ts")),
  file: join("packages", name, "test-results", "vitest.json"),
}));
for (const { file } of reports) rmSync(file, { force: true });

const run = () =>
  spawnSync("turbo", ["run", ...TASKS, "--continue", "--concurrency=2", "--output-logs=errors-only"], {
    stdio: "inherit",
  });

let turbo = run();
// Node 20's HTTP/2 now and then ends a test process: then tests are left pending, and none has failed. Those run again.
const finished = reports.filter(({ tested, file }) => tested && existsSync(file)).map(({ file }) => readReport(file));
if (turbo.status !== 0 && finished.some(({ lost }) => lost) && finished.every(({ success }) => success)) {
  console.log("a test process was lost in the middle: what did not finish runs once more");
  turbo = run();
}

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
