import { ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { isJsonObject, malformed, parseJsonReport } from "../malformed-report.ts";
import type { JsonObject, MalformedReport } from "../malformed-report.ts";
import { severityOf } from "./finding.ts";
import type { Finding } from "./finding.ts";
import { listAt, objectAt, oneLine, textAt, textsAt } from "./json-values.ts";
import { readOutsideAnswer } from "./outside-answer.ts";

/** What a scan of a container image found. */
export interface ImageScan {
  /** ISO 8601, UTC. */
  readonly takenAt: string;
  /** "sha256:…" of the image that was looked at; every name that the scanner knows it by. */
  readonly digests: readonly string[];
  /** Packages of the operating system and of the program that were looked at. */
  readonly packageCount: number;
  readonly findings: readonly Finding[];
}

const DIGEST = /sha256:[0-9a-f]{64}/;

function toFinding(target: string, vulnerability: JsonObject): Finding {
  const name = textAt(vulnerability, "PkgName") ?? "(no package)";
  const version = textAt(vulnerability, "InstalledVersion") ?? "";
  const title = oneLine(`${name} ${version}: ${textAt(vulnerability, "Title") ?? "no title"}`);
  const severity = severityOf(textAt(vulnerability, "Severity"));
  return { id: textAt(vulnerability, "VulnerabilityID") ?? "(no id)", severity, file: target, title };
}

function digestsOf(report: JsonObject): readonly string[] {
  const metadata = objectAt(report, "Metadata");
  const names = [...(textsAt(metadata, "RepoDigests") ?? []), textAt(metadata, "ImageID") ?? ""];
  return names.flatMap((name) => DIGEST.exec(name)?.[0] ?? []);
}

/**
 * Reads the answer of `trivy image --format json --list-all-pkgs` (SchemaVersion 2) in the envelope of our job. A scan
 * that lists no package, or does not say which image it read, measured nothing.
 */
export function readTrivy(text: string): Result<ImageScan, MalformedReport> {
  const answer = readOutsideAnswer(text, "trivy");
  if (!answer.ok) return answer;
  const parsed = parseJsonReport(answer.value.output, "trivy");
  if (!parsed.ok) return parsed;
  const report = parsed.value;
  if (report["SchemaVersion"] !== 2) return malformed("trivy", "version 2 is expected", { pointer: "/SchemaVersion" });
  if (report["ArtifactType"] !== "container_image")
    return malformed("trivy", "container_image is expected", { pointer: "/ArtifactType" });
  const digests = digestsOf(report);
  if (digests.length === 0) return malformed("trivy", "the image has no digest", { pointer: "/Metadata" });
  const results = (listAt(report, "Results") ?? []).filter(isJsonObject);
  const packageCount = results.reduce((sum, result) => sum + (listAt(result, "Packages") ?? []).length, 0);
  if (packageCount === 0) return malformed("trivy", "no package is listed (--list-all-pkgs)", { pointer: "/Results" });
  const findings = results.flatMap((result) =>
    (listAt(result, "Vulnerabilities") ?? []).map((one) =>
      toFinding(textAt(result, "Target") ?? "image", isJsonObject(one) ? one : {}),
    ),
  );
  return ok({ takenAt: answer.value.takenAt, digests, packageCount, findings });
}
