import type { Verdict } from "@ecommerce-cart/pipeline-model";
import { notMeasured, toVerdict } from "../gate.ts";
import type { Answer, GatePolicy, GateReading } from "../gate.ts";
import { countOf } from "../percent.ts";
import { readBoundReport } from "../report-file.ts";
import { fresh } from "./outside-answer.ts";
import { readTrivy } from "./read-trivy.ts";
import { describeLimits, weighFindings } from "./weigh-findings.ts";
import type { FindingPolicy } from "./weigh-findings.ts";

/** What a gate over known vulnerabilities of the container image asks, as data. */
export interface ImagePolicy extends GatePolicy, FindingPolicy {
  readonly kind: "vulnerable-image";
  /** Trivy's JSON in the envelope of our job. */
  readonly report: string;
  /** How long an answer counts, in milliseconds. */
  readonly freshForMs: number;
  /** File that holds the digest of the image that was built, written by who builds it; "sha256:…". */
  readonly imageDigestFile: string;
}

function answer(policy: ImagePolicy, reading: GateReading): Answer {
  const scan = readBoundReport(reading.report(policy.report), reading.tree("repository"), readTrivy);
  if (!scan.ok) return notMeasured(`${scan.error}: build the image and scan it.`);
  const built = reading.file(policy.imageDigestFile)?.trim() ?? "";
  if (built === "") return notMeasured(`${policy.imageDigestFile} does not say which image was built.`);
  if (!scan.value.digests.includes(built)) return notMeasured(`${policy.report} scanned another image than ${built}.`);
  const answered = fresh(policy.report, scan.value, { now: reading.now, freshForMs: policy.freshForMs });
  if (!answered.ok) return notMeasured(`${answered.error}.`);
  const { findings, packageCount } = scan.value;
  const scanned = countOf(packageCount, "package");
  return weighFindings(policy, { findings, scanned, today: reading.tree("repository").today });
}

/** Judges known vulnerabilities of the image that was built, by severity; another image's scan measured nothing. */
export function judgeImage(policy: ImagePolicy, reading: GateReading): Verdict {
  return toVerdict(policy, { threshold: describeLimits(policy.limits), ...answer(policy, reading) }, reading);
}
