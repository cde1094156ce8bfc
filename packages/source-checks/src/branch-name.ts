import { ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import type { CheckReport } from "./report.ts";

/** What branch names may look like. */
export interface BranchRules {
  /** Names allowed as they are: "main". */
  readonly names: readonly string[];
  /** What may stand before the slash, and what must follow it. */
  readonly prefixes: Readonly<Record<string, BranchForm>>;
}

/** "ticket": US-123-short-name. "version": v1.2.0. */
export type BranchForm = "ticket" | "version";

/** Our rules: main, develop, feature/US-123-…, bugfix/ORDER-456-…, hotfix/SEC-789-…, release/v1.2.0. */
export const BRANCH_RULES: BranchRules = {
  names: ["main", "develop"],
  prefixes: { feature: "ticket", bugfix: "ticket", hotfix: "ticket", release: "version" },
};

/** Checks a branch name. */
export function checkBranchName(_name: string, _rules: BranchRules = BRANCH_RULES): Result<null, CheckReport> {
  return ok(null);
}
