import type { Verdict } from "@ecommerce-cart/pipeline-model";
import { err } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { notMeasured, toVerdict } from "../gate.ts";
import type { Answer, GatePolicy, GateReading } from "../gate.ts";
import type { ReportFormat } from "../malformed-report.ts";
import { countOf, formatCount } from "../percent.ts";
import { readBoundReport } from "../report-file.ts";
import type { ReadReport } from "../report-file.ts";
import { readLockfile } from "./lockfile.ts";
import type { Lockfile } from "./lockfile.ts";
import { fresh } from "./outside-answer.ts";
import { readNpmAudit } from "./read-npm-audit.ts";
import type { DependencyScan } from "./read-npm-audit.ts";
import { readOsvMatches } from "./read-osv-matches.ts";
import { describeLimits, weighFindings } from "./weigh-findings.ts";
import type { FindingPolicy } from "./weigh-findings.ts";

/** Where a scanner of dependencies leaves its answer. */
export interface DependencyReport {
  readonly path: string;
  readonly format: Extract<ReportFormat, "npm-audit" | "osv">;
}

/** What a gate over known vulnerabilities of dependencies asks, as data. */
export interface DependencyPolicy extends GatePolicy, FindingPolicy {
  readonly kind: "vulnerable-dependencies";
  /** At least one must have looked at every package of the lockfile; the findings of all that are there count. */
  readonly reports: readonly DependencyReport[];
  /** How long an answer counts, in milliseconds. */
  readonly freshForMs: number;
}

const READERS: Readonly<Record<DependencyReport["format"], ReadReport<DependencyScan>>> = {
  "npm-audit": readNpmAudit,
  osv: readOsvMatches,
};

function scanOf(
  report: DependencyReport,
  policy: DependencyPolicy,
  { reading, lockfile }: { readonly reading: GateReading; readonly lockfile: Lockfile },
): Result<DependencyScan, string> {
  const scan = readBoundReport(reading.report(report.path), reading.tree("dependencies"), READERS[report.format]);
  if (!scan.ok) return scan;
  const { packageCount } = scan.value;
  if (packageCount !== lockfile.entryCount)
    return err(`${report.path} looked at ${formatCount(packageCount)} of ${formatCount(lockfile.entryCount)} packages`);
  return fresh(report.path, scan.value, { now: reading.now, freshForMs: policy.freshForMs });
}

function answer(policy: DependencyPolicy, reading: GateReading): Answer {
  if (policy.reports.length === 0) return notMeasured("No report was named.");
  const lockfile = readLockfile(reading);
  if (!lockfile.ok) return notMeasured(`${lockfile.error}.`);
  const scans = policy.reports.map((report) => scanOf(report, policy, { reading, lockfile: lockfile.value }));
  const measured = scans.flatMap((scan) => (scan.ok ? [scan.value] : []));
  const missing = scans.flatMap((scan) => (scan.ok ? [] : [scan.error]));
  if (measured.length === 0) return notMeasured(`${missing.join("; ")}.`);
  const findings = measured.flatMap((scan) => scan.findings);
  const scanned = countOf(lockfile.value.entryCount, "package");
  const weighed = weighFindings(policy, { findings, scanned, today: reading.tree("dependencies").today });
  return missing.length === 0 ? weighed : { ...weighed, reason: `${weighed.reason} Besides: ${missing.join("; ")}.` };
}

/**
 * Judges known vulnerabilities of the packages in the lockfile, by severity. A scanner that could not be asked, whose
 * answer aged, or that looked at fewer packages than the lockfile names, measured nothing.
 */
export function judgeDependencies(policy: DependencyPolicy, reading: GateReading): Verdict {
  return toVerdict(policy, { threshold: describeLimits(policy.limits), ...answer(policy, reading) }, reading);
}
