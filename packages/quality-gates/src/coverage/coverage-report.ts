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
  /** Environments that judge without it where its suite did not run; the verdict says so. Needed everywhere if left out. */
  readonly optionalIn?: readonly string[];
}

/** The lines of all reports, and a remark for people about what was left out: "" where nothing was. */
export interface MergedCoverage {
  readonly lines: Coverage;
  readonly remark: string;
}

const READERS: Readonly<Record<CoverageReport["format"], ReadReport<Coverage>>> = {
  "istanbul-json": readIstanbulJson,
  "istanbul-summary": readCoverageSummary,
  lcov: readLcov,
};

function readOne({ path, format }: CoverageReport, reading: GateReading): Result<Coverage, string> {
  const part = readBoundReport(reading.report(path), reading.tree("code"), READERS[format]);
  if (!part.ok) return part;
  if (part.value.size === 0) return err(`${path} lists no file`);
  const hasLine = [...part.value.values()].some(({ coverableLines }) => coverableLines > 0);
  return hasLine ? part : err(`${path} lists no line`);
}

/**
 * The united coverage of all reports, each of which must be there, whole, of the judged tree, and list a line. The
 * failure is a sentence for people: one report less, and nothing is measured. An optional report that does not count is
 * left out, which can only lower a figure, and is named in the remark.
 */
export function readMergedCoverage(
  reports: readonly CoverageReport[],
  reading: GateReading,
): Result<MergedCoverage, string> {
  if (reports.length === 0) return err("No coverage report was named.");
  const parts: Coverage[] = [];
  const leftOut: string[] = [];
  for (const report of reports) {
    const part = readOne(report, reading);
    if (part.ok) parts.push(part.value);
    else if (report.optionalIn?.includes(reading.environmentName) === true) leftOut.push(part.error);
    else return err(`${part.error}. Run the tests with coverage again.`);
  }
  if (parts.length === 0) return err(`${leftOut.join("; ")}: no coverage is left. Run the tests with coverage again.`);
  const remark = leftOut.length === 0 ? "" : ` Left out, as ${reading.environmentName} allows: ${leftOut.join("; ")}.`;
  return ok({ lines: mergeCoverage(parts), remark });
}
