import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { mergeCoverage } from "./coverage.ts";
import type { Coverage } from "./coverage.ts";
import type { GateReading } from "../gate.ts";
import type { ReportFormat } from "../malformed-report.ts";
import { readCoverageSummary } from "./read-coverage-summary.ts";
import { readIstanbulJson } from "./read-istanbul-json.ts";
import { readLcov } from "./read-lcov.ts";
import { readBoundReport } from "../report-file.ts";
import type { ReadReport } from "../report-file.ts";

/** Where a suite leaves its coverage, and how it is written. */
export interface CoverageReport {
  /** Relative to the root. */
  readonly path: string;
  readonly format: Extract<ReportFormat, "istanbul-json" | "istanbul-summary" | "lcov">;
}

const READERS: Readonly<Record<CoverageReport["format"], ReadReport<Coverage>>> = {
  "istanbul-json": readIstanbulJson,
  "istanbul-summary": readCoverageSummary,
  lcov: readLcov,
};

/**
 * The united coverage of all reports, each of which must be there, whole, of the judged tree, and list a file. The
 * failure is a sentence for people: one report less, and nothing is measured.
 */
export function readMergedCoverage(reports: readonly CoverageReport[], reading: GateReading): Result<Coverage, string> {
  if (reports.length === 0) return err("No coverage report was named.");
  const parts: Coverage[] = [];
  for (const { path, format } of reports) {
    const part = readBoundReport(reading.report(path), reading.tree("code"), READERS[format]);
    if (!part.ok) return err(`${part.error}. Run the tests with coverage again.`);
    if (part.value.size === 0) return err(`${path} lists no file. Run the tests with coverage again.`);
    parts.push(part.value);
  }
  return ok(mergeCoverage(parts));
}
