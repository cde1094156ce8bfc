import { checkCommitMessage } from "./commit-message.ts";
import type { CommitRules } from "./commit-rules.ts";
import type { CheckReport } from "./report.ts";

/** A commit as git tells it. */
export interface CommitText {
  readonly hash: string;
  readonly message: string;
}

/** A commit whose message breaks the rules. */
export interface BadCommit {
  readonly hash: string;
  readonly report: CheckReport;
}

/** The commits of a range whose messages break the rules, in the order given. */
export function checkCommits(commits: readonly CommitText[], rules: CommitRules): readonly BadCommit[] {
  return commits.flatMap(({ hash, message }) => {
    const result = checkCommitMessage(message, rules);
    return result.ok ? [] : [{ hash, report: result.error }];
  });
}
