import type { Verdict } from "@ecommerce-cart/pipeline-model";
import { countLines } from "./change.ts";
import type { ChangeSummary } from "./change.ts";

/** By lines written by hand. */
export type ChangeSize = "small" | "medium" | "large" | "huge";
export type RiskLevel = "low" | "medium" | "high";

/** How much a review must look at, and why. */
export interface Assessment {
  readonly size: ChangeSize;
  readonly risk: RiskLevel;
  /** What makes it more than low, gravest first; empty for "low". */
  readonly reasons: readonly string[];
}

/** What counts as what, as data. */
export interface RiskRules {
  /** Most lines, added and removed by hand, of a small, a medium and a large change. */
  readonly sizes: { readonly small: number; readonly medium: number; readonly large: number };
  /** Paths that touch money, data or what serves traffic, and what to say of them. */
  readonly delicate: readonly { readonly path: RegExp; readonly what: string }[];
}

/** Our rules. docs/code-review.md explains them. */
export const RISK_RULES: RiskRules = {
  sizes: { small: 50, medium: 250, large: 800 },
  delicate: [
    { path: /^apps\/shop\/src\/(?:checkout|payments?|orders?)\//, what: "orders or payment" },
    { path: /(?:^|\/)(?:auth|session|crypto|secrets?)[^/]*(?:\/|\.tsx?$)/, what: "secrets or sessions" },
    { path: /^packages\/(?:deployer|rollout|state-store|targets)\//, what: "how releases reach traffic" },
    {
      path: /^(?:environments\/|pipeline\.ts$|\.github\/|\.gitlab-ci|Jenkinsfile)/,
      what: "what the pipeline asks or where it deploys",
    },
  ],
};

type Reason = readonly [level: RiskLevel, text: string];

/**
 * Size by lines; risk as the gravest of its reasons. High: a migration that contracts, or changes one that is there; a
 * huge change; a failing security gate. Medium: any migration; a new direct dependency of what ships; delicate paths; a
 * large change; changed lines without a test. Everything else is low.
 */
export function assessChange(
  change: ChangeSummary,
  verdicts: readonly Verdict[],
  rules: RiskRules = RISK_RULES,
): Assessment {
  const size = sizeOf(change, rules);
  const reasons = [
    ...migrationReasons(change),
    ...sizeReasons(size),
    ...verdictReasons(verdicts),
    ...dependencyReasons(change),
    ...delicateReasons(change, rules),
  ];
  const levels = reasons.map(([level]) => level);
  const risk = levels.includes("high") ? "high" : levels.includes("medium") ? "medium" : "low";
  const gravestFirst = reasons.toSorted(([a], [b]) => Number(b === "high") - Number(a === "high"));
  return { size, risk, reasons: gravestFirst.map(([, text]) => text) };
}

function sizeOf({ files }: ChangeSummary, { sizes }: RiskRules): ChangeSize {
  const { added, removed } = countLines(files);
  const lines = added + removed;
  if (lines <= sizes.small) return "small";
  if (lines <= sizes.medium) return "medium";
  return lines <= sizes.large ? "large" : "huge";
}

function sizeReasons(size: ChangeSize): readonly Reason[] {
  if (size === "huge") return [["high", "it is too large to be read at one go: split it"]];
  return size === "large" ? [["medium", "it is large"]] : [];
}

function migrationReasons({ migrations }: ChangeSummary): readonly Reason[] {
  const contracting = migrations.filter(({ hints }) => hints.some(({ kind }) => kind === "contract")).length;
  const rewritten = migrations.filter(({ kind }) => kind !== "added").length;
  return [
    ...(contracting > 0 ? [["high", "a migration takes away what the release before needs"] as const] : []),
    ...(rewritten > 0 ? [["high", "a migration that may have run already is changed"] as const] : []),
    ...(migrations.length > 0 && contracting + rewritten === 0
      ? [["medium", "it migrates the database"] as const]
      : []),
  ];
}

function verdictReasons(verdicts: readonly Verdict[]): readonly Reason[] {
  const isInsecure = verdicts.some(({ family, status }) => family === "security" && status === "fail");
  const isUntested = verdicts.some((verdict) => verdict.status === "fail" && isChangedCoverage(verdict));
  return [
    ...(isInsecure ? [["high", "a security gate fails"] as const] : []),
    ...(isUntested ? [["medium", "changed lines are run by no test"] as const] : []),
  ];
}

/** A gate about the coverage of changed lines, by its name: "changed-line coverage", "coverage of new code". */
export function isChangedCoverage({ gate }: Pick<Verdict, "gate">): boolean {
  return /coverage/i.test(gate) && /chang|diff|\bnew\b/i.test(gate);
}

function dependencyReasons({ dependencies }: ChangeSummary): readonly Reason[] {
  const added = dependencies.filter((one) => one.kind === "added" && one.isDirect && !one.isDevelopmentOnly);
  return added.length === 0
    ? []
    : [["medium", `it ships a new dependency: ${added.map(({ name }) => name).join(", ")}`]];
}

function delicateReasons({ files }: ChangeSummary, { delicate }: RiskRules): readonly Reason[] {
  const touched = files.filter(({ path }) => !/\.test\.tsx?$/.test(path));
  return delicate
    .filter((one) => touched.some(({ path, previousPath }) => one.path.test(path) || one.path.test(previousPath ?? "")))
    .map(({ what }) => ["medium", `it touches ${what}`] as const);
}
