import type { Verdict } from "@ecommerce-cart/pipeline-model";
import { notMeasured, toVerdict } from "../gate.ts";
import type { Answer, GatePolicy, GateReading } from "../gate.ts";
import type { ReportFormat } from "../malformed-report.ts";
import { readBoundReport } from "../report-file.ts";
import type { ReadReport } from "../report-file.ts";
import { readDynamicBaseline, readZapJson } from "./read-dynamic-scan.ts";
import type { DynamicScan } from "./read-dynamic-scan.ts";
import { readSarif } from "./read-sarif.ts";
import { describeLimits, weighFindings } from "./weigh-findings.ts";
import type { FindingPolicy } from "./weigh-findings.ts";

/** Where a scan of the running shop leaves what it saw. */
export interface DynamicReport {
  readonly path: string;
  readonly format: Extract<ReportFormat, "dynamic-baseline" | "zap-json" | "sarif">;
}

/** What a gate over a running shop asks, as data. */
export interface DynamicScanPolicy extends GatePolicy, FindingPolicy {
  readonly kind: "dynamic-scan";
  /** Each must be there. */
  readonly reports: readonly DynamicReport[];
  /** Of scanners that not every machine has: counted where they are there, named where they are not. */
  readonly optionalReports?: readonly DynamicReport[];
}

const READERS: Readonly<Record<DynamicReport["format"], ReadReport<DynamicScan>>> = {
  "dynamic-baseline": readDynamicBaseline,
  "zap-json": readZapJson,
  sarif: (text, rootDirectory) => {
    const scan = readSarif(text, rootDirectory);
    if (!scan.ok) return scan;
    const { tools, files, findings } = scan.value;
    return { ok: true, value: { scanned: `${files.length} addresses by ${tools.join(", ")}`, findings } };
  },
};

function answer(policy: DynamicScanPolicy, reading: GateReading): Answer {
  if (policy.reports.length === 0) return notMeasured("No report was named.");
  const tree = reading.tree("code");
  const read = ({ path, format }: DynamicReport) => readBoundReport(reading.report(path), tree, READERS[format]);
  const scans: DynamicScan[] = [];
  for (const report of policy.reports) {
    const scan = read(report);
    if (!scan.ok) return notMeasured(`${scan.error}.`);
    scans.push(scan.value);
  }
  const others = (policy.optionalReports ?? []).map(read);
  const all = [...scans, ...others.flatMap((scan) => (scan.ok ? [scan.value] : []))];
  const scanned = all.map((scan) => scan.scanned).join(", ");
  const weighed = weighFindings(policy, { findings: all.flatMap((scan) => scan.findings), scanned, today: tree.today });
  const absent = others.flatMap((scan) => (scan.ok ? [] : [` Not counted: ${scan.error}.`]));
  return { ...weighed, reason: weighed.reason + absent.join("") };
}

/** Judges what was seen of the running shop from outside, by severity. */
export function judgeDynamicScan(policy: DynamicScanPolicy, reading: GateReading): Verdict {
  return toVerdict(policy, { threshold: describeLimits(policy.limits), ...answer(policy, reading) }, reading);
}
