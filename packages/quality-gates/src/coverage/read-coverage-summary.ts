import { ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { mergeCoverage, toSourcePath } from "./coverage.ts";
import type { Coverage, FileCoverage } from "./coverage.ts";
import { isCount, isJsonObject, malformed, parseJsonReport, pointerTo } from "../malformed-report.ts";
import type { MalformedReport } from "../malformed-report.ts";

/** `pct` is never read: it is rounded, and "Unknown" where there is nothing to cover. */
function readLines(name: string, entry: unknown): Result<FileCoverage, MalformedReport> {
  const lines = isJsonObject(entry) ? entry["lines"] : undefined;
  const total = isJsonObject(lines) ? lines["total"] : undefined;
  const covered = isJsonObject(lines) ? lines["covered"] : undefined;
  if (!isCount(total) || !isCount(covered) || covered > total)
    return malformed("istanbul-summary", "lines.total and lines.covered are expected, as counts", {
      pointer: pointerTo(name),
    });
  return ok({ coverableLines: total, coveredLines: covered });
}

/**
 * Reads istanbul's coverage-summary.json (json-summary). It holds sums alone: no line numbers.
 * A total that is not the sum of its files is malformed: one of the two is wrong.
 * `rootDirectory`: what absolute paths in it are made relative to.
 */
export function readCoverageSummary(text: string, rootDirectory?: string): Result<Coverage, MalformedReport> {
  const parsed = parseJsonReport(text, "istanbul-summary");
  if (!parsed.ok) return parsed;
  const { total: totalEntry, ...entries } = parsed.value;
  const total = readLines("total", totalEntry);
  if (!total.ok) return total;
  const files: Coverage[] = [];
  let sum = { coverableLines: 0, coveredLines: 0 };
  for (const [name, entry] of Object.entries(entries)) {
    const file = readLines(name, entry);
    if (!file.ok) return file;
    files.push(new Map([[toSourcePath(name, rootDirectory), file.value]]));
    sum = {
      coverableLines: sum.coverableLines + file.value.coverableLines,
      coveredLines: sum.coveredLines + file.value.coveredLines,
    };
  }
  if (sum.coverableLines !== total.value.coverableLines || sum.coveredLines !== total.value.coveredLines)
    return malformed("istanbul-summary", "the total is not the sum of the files", { pointer: "/total/lines" });
  return ok(mergeCoverage(files));
}
