import { ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import type { CheckReport } from "./report.ts";

/** What commit messages may look like. */
export interface CommitRules {
  readonly types: readonly string[];
  /** Characters of the first line. */
  readonly maxSubjectLength: number;
  /** Lines that begin with it are the editor's, not the message's; undefined for messages read back from git. */
  readonly commentCharacter?: string;
  /** Whether "fixup!", "squash!" and "amend!" commits may stay: yes while one works, no in what is merged. */
  readonly areFixupsAllowed: boolean;
}

/** Our rules, for a message in git's editor. */
export const COMMIT_RULES: CommitRules = {
  types: ["feat", "fix", "docs", "style", "refactor", "test", "chore"],
  maxSubjectLength: 72,
  commentCharacter: "#",
  areFixupsAllowed: true,
};

/** Checks a commit message. */
export function checkCommitMessage(_text: string, _rules: CommitRules = COMMIT_RULES): Result<null, CheckReport> {
  return ok(null);
}
