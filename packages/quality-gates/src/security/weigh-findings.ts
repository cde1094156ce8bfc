import type { Offender, Waiver } from "@ecommerce-cart/pipeline-model";
import type { Answer } from "../gate.ts";
import { countOf, formatCount } from "../percent.ts";
import { whyNotInForce } from "../waiver.ts";
import { SEVERITIES } from "./finding.ts";
import type { Finding, Severity } from "./finding.ts";

/** How many findings of each severity are borne; any number where left out. */
export type FindingLimits = Readonly<Partial<Record<Severity, number>>>;

/** No critical, no high, and fewer than five medium. */
export const STRICT_LIMITS: FindingLimits = { critical: 0, high: 0, medium: 4 };

/** Sets findings aside until a day: those of an id, in one file where it is named. */
export interface FindingWaiver extends Waiver {
  readonly id: string;
  readonly file?: string;
}

/** What a policy over findings says. */
export interface FindingPolicy {
  /** `STRICT_LIMITS` where left out. */
  readonly limits?: FindingLimits;
  readonly waivers?: readonly FindingWaiver[];
}

const MOST_OFFENDERS = 20;

interface Sorted {
  readonly counted: readonly Finding[];
  readonly waivedCount: number;
  /** What is wrong with waivers that set nothing aside. */
  readonly notes: readonly string[];
}

function isMatch({ id, file }: FindingWaiver, finding: Finding): boolean {
  return id === finding.id && (file === undefined || file === finding.file);
}

/** The same weakness told twice counts once, as the worse of the two. */
function withoutRepeats(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Map<string, Finding>();
  for (const finding of [...findings].sort(byWeight)) {
    const key = JSON.stringify([finding.id, finding.file, finding.line ?? 0, finding.title]);
    if (!seen.has(key)) seen.set(key, finding);
  }
  return [...seen.values()];
}

function byWeight(a: Finding, b: Finding): number {
  return (
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    (a.file === b.file ? (a.line ?? 0) - (b.line ?? 0) : a.file < b.file ? -1 : 1)
  );
}

function sortOut(findings: readonly Finding[], waivers: readonly FindingWaiver[], today: string): Sorted {
  const inForce = waivers.filter((waiver) => whyNotInForce(waiver, today) === undefined);
  const counted = findings.filter((finding) => !inForce.some((waiver) => isMatch(waiver, finding)));
  const notes = waivers.flatMap((waiver) => {
    const why = whyNotInForce(waiver, today);
    if (why !== undefined) return [`${waiver.id}: ${why}.`];
    return findings.some((finding) => isMatch(waiver, finding)) ? [] : [`The waiver of ${waiver.id} matches nothing.`];
  });
  return { counted, waivedCount: findings.length - counted.length, notes };
}

function toOffender({ id, severity, file, line, title }: Finding): Offender {
  return { file, message: `${severity} ${id}: ${title}`, ...(line === undefined ? {} : { line }) };
}

/** "0 critical, 0 high, 2 medium, 1 low". */
function countBySeverity(findings: readonly Finding[]): string {
  return SEVERITIES.map(
    (severity) => `${formatCount(findings.filter((it) => it.severity === severity).length)} ${severity}`,
  ).join(", ");
}

/** Which limits are passed: "1 high, where 0 are borne". */
function listExcesses(findings: readonly Finding[], limits: FindingLimits): readonly string[] {
  return SEVERITIES.flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    const limit = limits[severity] ?? Infinity;
    return count > limit ? [`${formatCount(count)} ${severity}, where at most ${formatCount(limit)} is borne`] : [];
  });
}

/** "0 critical, 0 high, at most 4 medium": the limits for people. */
export function describeLimits(limits: FindingLimits = STRICT_LIMITS): string {
  return SEVERITIES.flatMap((severity) => {
    const limit = limits[severity];
    return limit === undefined ? [] : [`${limit === 0 ? "" : "at most "}${formatCount(limit)} ${severity}`];
  }).join(", ");
}

/** Weighs the findings of every scanner of a gate. `scanned` says in a phrase what they looked at: "491 packages". */
export function weighFindings(
  policy: FindingPolicy,
  {
    findings,
    scanned,
    today,
  }: { readonly findings: readonly Finding[]; readonly scanned: string; readonly today: string },
): Answer {
  const { counted, waivedCount, notes } = sortOut(withoutRepeats(findings), policy.waivers ?? [], today);
  const excesses = listExcesses(counted, policy.limits ?? STRICT_LIMITS);
  const found =
    excesses.length > 0
      ? `Too many findings: ${excesses.join("; ")}.`
      : `${countOf(counted.length, "finding")} in ${scanned}.`;
  const waived = waivedCount > 0 ? [`${formatCount(waivedCount)} waived.`] : [];
  return {
    status: excesses.length > 0 ? "fail" : "pass",
    figure: `${countBySeverity(counted)} in ${scanned}`,
    reason: [found, ...waived, ...notes].join(" "),
    offenders: counted.slice(0, MOST_OFFENDERS).map(toOffender),
  };
}
