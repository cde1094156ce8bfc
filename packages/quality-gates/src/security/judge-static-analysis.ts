import type { Verdict } from "@ecommerce-cart/pipeline-model";
import { notMeasured, toVerdict } from "../gate.ts";
import type { Answer, GatePolicy, GateReading } from "../gate.ts";
import { countOf, formatCount } from "../percent.ts";
import { readBoundReport } from "../report-file.ts";
import { readSarif } from "./read-sarif.ts";
import type { SarifScan } from "./read-sarif.ts";
import { describeLimits, weighFindings } from "./weigh-findings.ts";
import type { FindingPolicy } from "./weigh-findings.ts";

/** What a gate over a static analysis asks, as data. */
export interface StaticAnalysisPolicy extends GatePolicy, FindingPolicy {
  readonly kind: "static-analysis";
  /** SARIF 2.1.0; each must be there. Together they must have looked at every source. */
  readonly reports: readonly string[];
  /** SARIF of tools that not every machine has: counted where they are there, named where they are not. */
  readonly optionalReports?: readonly string[];
  /** Fewer rules than this look for too little. */
  readonly minimumRules: number;
}

const NAMED_FILES = 3;

function whyTooLittle(
  policy: StaticAnalysisPolicy,
  scans: readonly SarifScan[],
  reading: GateReading,
): string | undefined {
  if (reading.sources.length === 0) return "There is no source to analyse.";
  const seen = new Set(scans.flatMap((scan) => scan.files));
  const unseen = reading.sources.filter(({ path }) => !seen.has(path));
  if (unseen.length > 0) {
    const names = unseen.slice(0, NAMED_FILES).map(({ path }) => path);
    return `${countOf(unseen.length, "source")} of ${formatCount(reading.sources.length)} not looked at: ${names.join(", ")}.`;
  }
  const ruleCount = scans.reduce((sum, scan) => sum + scan.ruleCount, 0);
  return ruleCount < policy.minimumRules
    ? `${countOf(ruleCount, "rule")} were looked for; at least ${formatCount(policy.minimumRules)} should.`
    : undefined;
}

function answer(policy: StaticAnalysisPolicy, reading: GateReading): Answer {
  if (policy.reports.length === 0) return notMeasured("No report was named.");
  const read = (path: string) => readBoundReport(reading.report(path), reading.tree("code"), readSarif);
  const scans: SarifScan[] = [];
  for (const path of policy.reports) {
    const scan = read(path);
    if (!scan.ok) return notMeasured(`${scan.error}.`);
    scans.push(scan.value);
  }
  const why = whyTooLittle(policy, scans, reading);
  if (why !== undefined) return notMeasured(why);
  const others = (policy.optionalReports ?? []).map(read);
  const all = [...scans, ...others.flatMap((scan) => (scan.ok ? [scan.value] : []))];
  const tools = all.flatMap((scan) => scan.tools).join(", ");
  const scanned = `${countOf(new Set(all.flatMap((scan) => scan.files)).size, "file")} by ${tools}`;
  const findings = all.flatMap((scan) => scan.findings);
  const weighed = weighFindings(policy, { findings, scanned, today: reading.tree("code").today });
  const absent = others.flatMap((scan) => (scan.ok ? [] : [` Not counted: ${scan.error}.`]));
  return { ...weighed, reason: weighed.reason + absent.join("") };
}

/**
 * Judges what static analysis found in our sources, by severity. A tool that failed, that looked at fewer sources than
 * there are, or with fewer rules than asked, measured nothing.
 */
export function judgeStaticAnalysis(policy: StaticAnalysisPolicy, reading: GateReading): Verdict {
  return toVerdict(policy, { threshold: describeLimits(policy.limits), ...answer(policy, reading) }, reading);
}
