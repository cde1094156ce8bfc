// node scripts/sum-tests.mjs REPORT…: prints "N passed, N failed" summed from the JSON reports named, one per suite. A report
// that is missing or unreadable counts as one failure, and so does a suite that could not run: unmeasured is not passed.
import { readFileSync } from "node:fs";

function countsOf(file) {
  try {
    const report = JSON.parse(readFileSync(file, "utf8"));
    const {
      numPassedTests: passed,
      numFailedTests: failed,
      numFailedTestSuites,
      numPendingTests,
      numTodoTests,
    } = report;
    return {
      passed,
      failed: Math.max(failed, numFailedTestSuites > 0 || passed === 0 ? 1 : 0),
      skipped: numPendingTests + numTodoTests,
    };
  } catch (error) {
    console.log(`${file}: not measured (${error.message})`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

const totals = { passed: 0, failed: 0, skipped: 0 };
for (const file of process.argv.slice(2)) {
  const counts = countsOf(file);
  console.log(`${file}: ${counts.passed} passed, ${counts.failed} failed`);
  for (const key of Object.keys(totals)) totals[key] += counts[key];
}
const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : "";
console.log(`${totals.passed} passed, ${totals.failed} failed${skipped}`);
process.exitCode = totals.failed > 0 || totals.passed === 0 ? 1 : 0;
