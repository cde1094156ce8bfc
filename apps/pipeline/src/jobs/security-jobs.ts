import type { JobContext, JobOutcome } from "@ecommerce-cart/pipeline-model";
import type { TreeScope } from "@ecommerce-cart/quality-gates";
import { readEnvironment } from "../delivery/read-environment.ts";
import { digestTree, listTree } from "../gates/judged-tree.ts";
import { measureReport, writeReport } from "../gates/bound-report.ts";
import { searchOsvDatabase } from "../security/osv-database.ts";
import { askAudit, askOutdated, askReleaseAges } from "../security/registry.ts";
import type { RegistryAnswer, RegistryQuestion } from "../security/registry.ts";
import { runProgram } from "../run-program.ts";

/** Where measuring jobs leave what the gates of the family "security" read. */
export const SECURITY_REPORTS = {
  audit: "reports/npm-audit.json",
  osv: "reports/osv.json",
  outdated: "reports/npm-outdated.json",
  releaseAges: "reports/release-ages.json",
  secretsInTree: "reports/secrets-tree.json",
  secretsInHistory: "reports/secrets-history.json",
  staticAnalysis: "reports/static-analysis.sarif",
  dynamicBaseline: "reports/dynamic-baseline.json",
} as const;

const IS_ANALYSED = /^(?:apps|packages)\/.+\.(?:tsx?|js)$|^scripts\/.+\.[cm]js$|^pipeline\.ts$/;
const IS_TEST = /\.test\.tsx?$|(?:^|\/)(?:testing|test-builders|tests)\//;

/** Where security is not asked for, what is slow or needs the network is left unmeasured: its gates say so. */
export function notAsked({ rootDirectory, environmentName }: JobContext): JobOutcome | undefined {
  const isAsked = readEnvironment(rootDirectory, environmentName).requiredGates.includes("security");
  return isAsked ? undefined : { kind: "passed", note: `not measured: ${environmentName} does not require security` };
}

/** Searches the tree and its whole history for secrets. A shallow clone leaves no report of its history. */
export async function searchSecrets({ rootDirectory, log }: JobContext): Promise<JobOutcome> {
  const [{ searchTree }, { searchHistory }] = await Promise.all([
    import("../security/search-tree.ts"),
    import("../security/search-history.ts"),
  ]);
  const scope: TreeScope = "repository";
  await measureReport(rootDirectory, { path: SECURITY_REPORTS.secretsInTree, scope }, () => searchTree(rootDirectory));
  const treeDigest = digestTree(rootDirectory, scope);
  const text = await searchHistory(rootDirectory);
  if (text === undefined) log("The history is not whole here: run git fetch --unshallow.");
  else writeReport(rootDirectory, { path: SECURITY_REPORTS.secretsInHistory, text, treeDigest });
  return { kind: "passed" };
}

/** ESLint's security rules over all of our code. */
export async function analyseCode(context: JobContext): Promise<JobOutcome> {
  const skipped = notAsked(context);
  if (skipped !== undefined) return skipped;
  const { rootDirectory, signal, log } = context;
  const files = listTree(rootDirectory, "code").filter((path) => IS_ANALYSED.test(path) && !IS_TEST.test(path));
  await measureReport(rootDirectory, { path: SECURITY_REPORTS.staticAnalysis, scope: "code" }, async () => {
    const args = ["scripts/security-scan.mjs", ...files];
    const { exitCode, stdout, stderr } = await runProgram({ rootDirectory, program: process.execPath, args, signal });
    if (exitCode !== 0) throw new Error(`the analysis ended with ${String(exitCode)}: ${stderr.slice(0, 2000)}`);
    return stdout;
  });
  log(`${files.length} files analysed`);
  return { kind: "passed", note: `${files.length} files` };
}

/** Asks the registry for known vulnerabilities, and an OSV database where OSV_DATABASE names its folder. */
export async function auditDependencies(context: JobContext): Promise<JobOutcome> {
  const skipped = notAsked(context);
  if (skipped !== undefined) return skipped;
  const database = context.environment["OSV_DATABASE"];
  if (database !== undefined) {
    const { newestAt, output } = searchOsvDatabase(context.rootDirectory, database);
    keep(context, SECURITY_REPORTS.osv, { output, takenAt: newestAt });
  }
  return askAndKeep(context, SECURITY_REPORTS.audit, askAudit);
}

/** Asks the registry for later versions. */
export async function findOutdated(context: JobContext): Promise<JobOutcome> {
  return notAsked(context) ?? askAndKeep(context, SECURITY_REPORTS.outdated, askOutdated);
}

/** Asks the registry when the versions that we use were published. */
export async function findReleaseAges(context: JobContext): Promise<JobOutcome> {
  return notAsked(context) ?? askAndKeep(context, SECURITY_REPORTS.releaseAges, askReleaseAges);
}

/** What was not answered is not kept: the next run asks again. */
async function askAndKeep(
  context: JobContext,
  path: string,
  ask: (question: RegistryQuestion) => Promise<RegistryAnswer>,
): Promise<JobOutcome> {
  const answer = await ask(context);
  if ("unanswered" in answer) return { kind: "skipped", note: `not measured: ${answer.unanswered}` };
  keep(context, path, { output: answer.output, takenAt: new Date().toISOString() });
  return { kind: "passed" };
}

function keep(
  { rootDirectory }: JobContext,
  path: string,
  envelope: { readonly takenAt: string; readonly output: string },
): void {
  const treeDigest = digestTree(rootDirectory, "dependencies");
  writeReport(rootDirectory, { path, text: `${JSON.stringify(envelope, null, 1)}\n`, treeDigest });
}
