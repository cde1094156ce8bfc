import type { JobContext, JobOutcome } from "@ecommerce-cart/pipeline-model";
import { writeChange } from "@ecommerce-cart/quality-gates";
import {
  BRANCH_RULES,
  checkBranchName,
  checkCommits,
  MERGED_COMMIT_RULES,
  renderReport,
} from "@ecommerce-cart/source-checks";
import { findLastTag } from "../delivery/plan-release.ts";
import { measureReport } from "../gates/bound-report.ts";
import { describeMissingBase, findBranchBase, trunksFor } from "../git/branch-base.ts";
import { readCommits } from "../git/commits.ts";
import { findPushStart } from "../git/push-start.ts";
import { readChange } from "../git/read-change.ts";
import { readEnvironment } from "../delivery/read-environment.ts";

/** Is the branch's name of a known form? A warning where the environment's policy says so, so that any branch can be tried. */
export async function checkBranch(context: JobContext): Promise<JobOutcome> {
  const { branch } = context.source;
  if (branch === undefined) return { kind: "skipped", note: "HEAD is detached: there is no branch to name" };
  const result = checkBranchName(branch, BRANCH_RULES);
  if (result.ok) return { kind: "passed", note: branch };
  logLines(context, renderReport(result.error));
  return reportMistakes(context, `branch ${branch} is not of a known form; the log shows how to mend it`);
}

/**
 * Do the commits that this branch adds, or this push to a trunk, follow the message format? "fixup!" and
 * "squash!" may stay on a branch of one's own, and not on one that others build on.
 */
export async function checkCommitMessages(context: JobContext): Promise<JobOutcome> {
  const { rootDirectory, source } = context;
  const base = await findBranchBase(rootDirectory, trunksFor(context.environment));
  const missing = describeMissingBase(base);
  if (missing !== undefined) return reportMistakes(context, `the commits of this branch cannot be told: ${missing}`);
  const from = base.kind === "branch-point" ? base.commit : await findPushStart(rootDirectory, context.environment);
  const commits = await readCommits(rootDirectory, from === undefined ? "HEAD" : `${from}..HEAD`);
  const areFixupsAllowed = source.branch === undefined || /^(?:feature|bugfix|hotfix)\//.test(source.branch);
  const bad = checkCommits(commits, { ...MERGED_COMMIT_RULES, areFixupsAllowed });
  for (const { hash, report } of bad) logLines(context, `commit ${hash.slice(0, 7)}\n${renderReport(report)}\n`);
  if (bad.length === 0)
    return {
      kind: "passed",
      note: `${commits.length} commit${commits.length === 1 ? "" : "s"}${base.kind === "first-commit" ? ", the first of all" : ""}`,
    };
  return reportMistakes(
    context,
    `${bad.length} of ${commits.length} commit messages break the format; the log shows how to mend it`,
  );
}

/** Writes which lines this branch, or this trunk since its last tag, changed: reports/change.json. */
export async function measureChange({ rootDirectory, environment }: JobContext): Promise<JobOutcome> {
  let note = "";
  await measureReport(rootDirectory, { path: "reports/change.json", scope: "repository" }, async () => {
    const change = await readChange(rootDirectory, {
      trunks: trunksFor(environment),
      lastTag: await findLastTag(rootDirectory),
    });
    note = change.kind === "unknown" ? change.problem : `${change.files.length} files since the ${change.baseName}`;
    return writeChange(change);
  });
  return { kind: "passed", note };
}

function reportMistakes(context: JobContext, sentence: string): JobOutcome {
  const environment = readEnvironment(context.rootDirectory, context.environmentName);
  if (environment.branchPolicy === "enforce") return { kind: "failed", reason: sentence };
  return { kind: "passed", note: `warning: ${sentence} (${context.environmentName} only warns)` };
}

function logLines(context: JobContext, text: string): void {
  for (const line of text.split("\n")) context.log(line);
}
