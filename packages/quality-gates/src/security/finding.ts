/** How bad a finding is; "moderate" elsewhere is medium here. */
export type Severity = "critical" | "high" | "medium" | "low";

/** Worst first. */
export const SEVERITIES: readonly Severity[] = ["critical", "high", "medium", "low"];

/** One weakness as any scanner tells it. */
export interface Finding {
  /** What scanners and waivers call it: "GHSA-…", "CVE-…", a rule's name. */
  readonly id: string;
  readonly severity: Severity;
  /** Where it is, relative to the root: a source, "package-lock.json", an address of the shop. */
  readonly file: string;
  /** 1-based. */
  readonly line?: number;
  /** One line for people; never a secret. */
  readonly title: string;
}

const WORDS: Readonly<Record<string, Severity>> = {
  critical: "critical",
  high: "high",
  moderate: "medium",
  medium: "medium",
  low: "low",
  info: "low",
  informational: "low",
  negligible: "low",
};

/** A scanner's word as a severity. What is not known counts as high, so that it is never dropped. */
export function severityOf(word: unknown): Severity {
  const key = typeof word === "string" ? word.toLowerCase() : "";
  return (Object.hasOwn(WORDS, key) ? WORDS[key] : undefined) ?? "high";
}

/**
 * A CVSS base score as a severity, by its qualitative scale (https://www.first.org/cvss/v3.1/specification-document,
 * section 5). What is no score counts as high. Example: `severityFromScore(6.9)` is "medium".
 */
export function severityFromScore(score: number): Severity {
  if (!(score >= 0 && score <= 10)) return "high";
  if (score >= 9) return "critical";
  if (score >= 7) return "high";
  return score >= 4 ? "medium" : "low";
}
