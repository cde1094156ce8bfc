import { ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { isCount, malformed, parseJsonReport } from "../malformed-report.ts";
import type { MalformedReport } from "../malformed-report.ts";
import { severityOf } from "./finding.ts";
import type { Finding } from "./finding.ts";
import { listAt, oneLine, textAt } from "./json-values.ts";
import { LOCKFILE } from "./lockfile.ts";
import { readOutsideAnswer } from "./outside-answer.ts";
import type { DependencyScan } from "./read-npm-audit.ts";

function toFinding(match: unknown): Finding | undefined {
  const id = textAt(match, "id");
  const name = textAt(match, "name");
  if (id === undefined || name === undefined) return undefined;
  const severity = severityOf(textAt(match, "severity"));
  return {
    id,
    severity,
    file: LOCKFILE,
    title: oneLine(`${name} ${textAt(match, "version") ?? ""}: ${textAt(match, "title") ?? ""}`),
  };
}

/**
 * Reads what our job found in a database of OSV records: `{databaseRecordCount, packageCount, matches}`. Its time is
 * that of the newest record, so that an old database lapses as an old answer does. An empty database measured nothing.
 */
export function readOsvMatches(text: string): Result<DependencyScan, MalformedReport> {
  const answer = readOutsideAnswer(text, "osv");
  if (!answer.ok) return answer;
  const parsed = parseJsonReport(answer.value.output, "osv");
  if (!parsed.ok) return parsed;
  const { databaseRecordCount, packageCount } = parsed.value;
  if (!isCount(databaseRecordCount) || databaseRecordCount === 0)
    return malformed("osv", "the database holds no record", { pointer: "/databaseRecordCount" });
  const matches = listAt(parsed.value, "matches");
  if (!isCount(packageCount) || matches === undefined)
    return malformed("osv", "packageCount and matches are expected", { pointer: "" });
  const findings = matches.map(toFinding).filter((one) => one !== undefined);
  if (findings.length !== matches.length)
    return malformed("osv", "a match without id or name", { pointer: "/matches" });
  return ok({ takenAt: answer.value.takenAt, findings, packageCount });
}
