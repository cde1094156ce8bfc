import type { Verdict } from "@ecommerce-cart/pipeline-model";
import { notMeasured, toVerdict } from "../gate.ts";
import type { Answer, GatePolicy, GateReading } from "../gate.ts";
import { countOf } from "../percent.ts";
import type { Finding } from "./finding.ts";
import { describeLimits, weighFindings } from "./weigh-findings.ts";
import type { FindingPolicy } from "./weigh-findings.ts";
import { rulesFor } from "./workflow-rules.ts";
import { readYaml } from "./yaml-scalars.ts";

/** What a gate over the files that CI providers run asks, as data. It reads them itself: no job measures. */
export interface WorkflowPolicy extends GatePolicy, FindingPolicy {
  readonly kind: "workflow-files";
}

function answer(policy: WorkflowPolicy, reading: GateReading): Answer {
  const paths = reading.paths("repository").filter((path) => rulesFor(path) !== undefined);
  if (paths.length === 0) return notMeasured("There is no workflow file of GitHub or GitLab to judge.");
  const findings: Finding[] = [];
  for (const path of paths) {
    const file = readYaml(reading.file(path) ?? "");
    if (!file.ok) return notMeasured(`${path} ${file.error}.`);
    if (file.value.scalars.length === 0) return notMeasured(`${path} is empty.`);
    findings.push(...(rulesFor(path) ?? []).flatMap((rule) => rule(path, file.value)));
  }
  const scanned = countOf(paths.length, "file");
  return weighFindings(policy, { findings, scanned, today: reading.tree("repository").today });
}

/**
 * Judges workflow files: actions and images by digest, tokens with the least rights, no stranger's code or text where
 * secrets are. A file that is no YAML measures nothing.
 */
export function judgeWorkflows(policy: WorkflowPolicy, reading: GateReading): Verdict {
  return toVerdict(policy, { threshold: describeLimits(policy.limits), ...answer(policy, reading) }, reading);
}
