// Prints "N passed, N failed" summed from the JSON reports of every suite in the folders named. Exit 1 where no report is
// there, one cannot be read, or no test ran: unmeasured is not passed.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

function reportsIn(folder) {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith("tests.json"))
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}

const files = process.argv.slice(2).flatMap(reportsIn);
const totals = { passed: 0, failed: 0, skipped: 0 };
for (const file of files) {
  const report = JSON.parse(readFileSync(file, "utf8"));
  totals.passed += report.numPassedTests;
  totals.failed += Math.max(report.numFailedTests, report.numFailedTestSuites > 0 ? 1 : 0);
  totals.skipped += report.numPendingTests + report.numTodoTests;
  console.log(`${file}: ${report.numPassedTests} passed, ${report.numFailedTests} failed`);
}
const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : "";
console.log(`${totals.passed} passed, ${totals.failed} failed${skipped}`);
process.exitCode = totals.failed > 0 || totals.passed === 0 ? 1 : 0;
