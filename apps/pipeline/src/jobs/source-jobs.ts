import type { JobContext, JobOutcome } from "@ecommerce-cart/pipeline-model";
import { BRANCH_RULES, checkBranchName, checkCommits, COMMIT_RULES, renderReport } from "@ecommerce-cart/source-checks";
import { findLastTag } from "../delivery/plan-release.ts";
import { findBranchPoint, readCommits } from "../git/commits.ts";
import { readEnvironment } from "../delivery/read-environment.ts";

const TRUNKS = ["origin/develop", "origin/main", "develop", "main"];

/** Is the branch's name of a known form? A warning where the environment's policy says so, so that any branch can be tried. */
export async function checkBranch(context: JobContext): Promise<JobOutcome> {
  const { branch } = context.source;
  if (branch === undefined) return { kind: "skipped", note: "HEAD is detached: there is no branch to name" };
  const result = checkBranchName(branch, BRANCH_RULES);
  if (result.ok) return { kind: "passed", note: branch };
  logLines(context, renderReport(result.error));
  return reportMistakes(context, `branch ${branch} is not of a known form`);
}

/** Do the commits that this branch adds, or since the last tag on a trunk, follow the message format? */
export async function checkCommitMessages(context: JobContext): Promise<JobOutcome> {
  const base = (await findBranchPoint(context.rootDirectory, TRUNKS)) ?? (await findLastTag(context.rootDirectory));
  const commits = await readCommits(context.rootDirectory, base === undefined ? "HEAD" : `${base}..HEAD`);
  const bad = checkCommits(commits, COMMIT_RULES);
  for (const { hash, report } of bad) logLines(context, `commit ${hash.slice(0, 7)}\n${renderReport(report)}\n`);
  if (bad.length === 0) return { kind: "passed", note: `${commits.length} commits` };
  return reportMistakes(context, `${bad.length} of ${commits.length} commit messages break the format`);
}

function reportMistakes(context: JobContext, sentence: string): JobOutcome {
  const environment = readEnvironment(context.rootDirectory, context.environmentName);
  if (environment.branchPolicy === "enforce")
    return { kind: "failed", reason: `${sentence}; the log shows how to mend it` };
  return { kind: "passed", note: `warning: ${sentence} (${context.environmentName} only warns)` };
}

function logLines(context: JobContext, text: string): void {
  for (const line of text.split("\n")) context.log(line);
}
