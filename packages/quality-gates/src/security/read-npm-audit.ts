import { ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { isCount, isJsonObject, malformed, parseJsonReport } from "../malformed-report.ts";
import type { JsonObject, MalformedReport } from "../malformed-report.ts";
import { severityOf } from "./finding.ts";
import type { Finding } from "./finding.ts";
import { listAt, objectAt, oneLine, textAt } from "./json-values.ts";
import { LOCKFILE } from "./lockfile.ts";
import { readOutsideAnswer } from "./outside-answer.ts";

/** What a scan of the lockfile's packages found. */
export interface DependencyScan {
  /** ISO 8601, UTC. */
  readonly takenAt: string;
  readonly findings: readonly Finding[];
  /** Entries of the lockfile that were looked at, the root left out. */
  readonly packageCount: number;
}

/** GitHub's name of an advisory where its address holds one, else its address or number. */
function idOf(advisory: JsonObject): string {
  const url = textAt(advisory, "url") ?? "";
  return /GHSA(?:-[0-9a-z]{4}){3}/.exec(url)?.[0] ?? (url === "" ? `npm advisory ${String(advisory["source"])}` : url);
}

function findingsOf(name: string, vulnerability: JsonObject, known: JsonObject): readonly Finding[] {
  const via = listAt(vulnerability, "via") ?? [];
  const own = via.filter(isJsonObject).map((advisory): Finding => {
    const range = textAt(advisory, "range") ?? "unknown versions";
    const title = oneLine(`${name} ${range}: ${textAt(advisory, "title") ?? "no title"}`);
    return { id: idOf(advisory), severity: severityOf(advisory["severity"]), file: LOCKFILE, title };
  });
  // Vulnerable by another that is listed too: told there.
  const isTold =
    own.length > 0 || (via.length > 0 && via.every((one) => typeof one === "string" && Object.hasOwn(known, one)));
  if (isTold) return own;
  const severity = severityOf(vulnerability["severity"]);
  return [{ id: `npm:${name}`, severity, file: LOCKFILE, title: `${name}: npm names no advisory` }];
}

function errorOf(report: JsonObject): string | undefined {
  if (report["error"] === undefined && report["statusCode"] === undefined) return undefined;
  const error = objectAt(report, "error");
  const told = textAt(report, "message") ?? textAt(error, "summary") ?? textAt(error, "code") ?? "it says no more";
  return `the registry did not answer the audit: ${oneLine(told)}`;
}

/** Reads npm's own answer; see `readNpmAudit`. */
function readReport(report: JsonObject): Result<Omit<DependencyScan, "takenAt">, MalformedReport> {
  const error = errorOf(report);
  if (error !== undefined) return malformed("npm-audit", error, { pointer: "" });
  if (report["auditReportVersion"] !== 2)
    return malformed("npm-audit", "version 2 is expected", { pointer: "/auditReportVersion" });
  const metadata = objectAt(report, "metadata");
  const packageCount = objectAt(metadata, "dependencies")?.["total"];
  const vulnerabilities = objectAt(report, "vulnerabilities");
  if (!isCount(packageCount) || vulnerabilities === undefined)
    return malformed("npm-audit", "vulnerabilities and metadata.dependencies.total are expected", { pointer: "" });
  const entries = Object.entries(vulnerabilities).map(([name, one]) => [name, isJsonObject(one) ? one : {}] as const);
  if (objectAt(metadata, "vulnerabilities")?.["total"] !== entries.length)
    return malformed("npm-audit", "the total is not the number listed", { pointer: "/metadata/vulnerabilities/total" });
  return ok({ findings: entries.flatMap(([name, one]) => findingsOf(name, one, vulnerabilities)), packageCount });
}

/**
 * Reads the answer of `npm audit --json` (npm 7 and later, auditReportVersion 2) in the envelope of our job. An answer
 * that tells of an error, or whose sums differ from what it lists, is malformed: it measured nothing.
 */
export function readNpmAudit(text: string): Result<DependencyScan, MalformedReport> {
  const answer = readOutsideAnswer(text, "npm-audit");
  if (!answer.ok) return answer;
  const parsed = parseJsonReport(answer.value.output, "npm-audit");
  const scan = parsed.ok ? readReport(parsed.value) : parsed;
  return scan.ok ? ok({ takenAt: answer.value.takenAt, ...scan.value }) : scan;
}
