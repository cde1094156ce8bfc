import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import type { GatePolicy, GateReading } from "../gate.ts";
import { readBoundReport } from "../report-file.ts";
import type { PerformanceResults } from "./performance-results.ts";
import { readPerformanceResults } from "./read-performance-results.ts";

/** What every gate over a performance report says. */
export interface MeasurementPolicy extends GatePolicy {
  readonly family: "performance";
  /** Path of the report, relative to the root: "reports/performance-results.json". */
  readonly report: string;
  /** Path of the record of the release that is judged: a report of another release measures nothing. Not compared where left out. */
  readonly release?: string;
}

/** Reads the report of the judged tree and release. The failure is a phrase for people. */
export function readMeasurement(policy: MeasurementPolicy, reading: GateReading): Result<PerformanceResults, string> {
  const results = readBoundReport(reading.report(policy.report), reading.tree("code"), readPerformanceResults);
  if (!results.ok || policy.release === undefined) return results;
  const digest = readDigest(reading.report(policy.release).text);
  if (digest === undefined) return err(`${policy.release} names no release to compare with`);
  if (digest !== results.value.release.digest)
    return err(`${policy.report} measured ${results.value.release.id}, another release than the one judged`);
  return ok(results.value);
}

function readDigest(text: string | undefined): string | undefined {
  try {
    const release = JSON.parse(text ?? "") as { readonly digest?: unknown } | null;
    return typeof release?.digest === "string" ? release.digest : undefined;
  } catch {
    return undefined;
  }
}
