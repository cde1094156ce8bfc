export { BRANCH_RULES, checkBranchName } from "./branch-name.ts";
export type { BranchForm, BranchRules } from "./branch-name.ts";
export { checkCommitMessage } from "./commit-message.ts";
export { COMMIT_RULES, MERGED_COMMIT_RULES } from "./commit-rules.ts";
export type { CommitRules } from "./commit-rules.ts";
export { checkCommits } from "./commit-range.ts";
export type { BadCommit, CommitText } from "./commit-range.ts";
export { renderReport } from "./render-report.ts";
export type { CheckReport, Mistake } from "./report.ts";
