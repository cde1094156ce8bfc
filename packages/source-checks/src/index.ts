export { BRANCH_RULES, checkBranchName } from "./branch-name.ts";
export type { BranchForm, BranchRules } from "./branch-name.ts";
export { checkCommitMessage, COMMIT_RULES, MERGED_COMMIT_RULES } from "./commit-message.ts";
export type { CommitRules } from "./commit-message.ts";
export { checkCommits } from "./commit-range.ts";
export type { BadCommit, CommitText } from "./commit-range.ts";
export { renderReport } from "./render-report.ts";
export type { CheckReport, Mistake } from "./report.ts";
