import type { FunctionAction } from "@ecommerce-cart/pipeline-model";
import type { Gate, SonarPolicy } from "@ecommerce-cart/quality-gates";
import type { CiSource } from "../ci/generated-files.ts";

type Run = FunctionAction["run"];

/** The functions that `pipeline.ts` names. Each loads its code when it runs: a restored job loads nothing. */
export const jobs = {
  checkBranch: async (context) => (await import("./source-jobs.ts")).checkBranch(context),
  checkCommitMessages: async (context) => (await import("./source-jobs.ts")).checkCommitMessages(context),
  measureChange: async (context) => (await import("./source-jobs.ts")).measureChange(context),
  measureCode: async (context) => (await import("./measure-jobs.ts")).measureCodeOfRun(context),
  measureDependencies: async (context) => (await import("./measure-jobs.ts")).measureDependenciesOfRun(context),
  bundleRelease: async (context) => (await import("./package-jobs.ts")).bundleRelease(context),
  searchSecrets: async (context) => (await import("./security-jobs.ts")).searchSecrets(context),
  analyseCode: async (context) => (await import("./security-jobs.ts")).analyseCode(context),
  auditDependencies: async (context) => (await import("./security-jobs.ts")).auditDependencies(context),
  findOutdated: async (context) => (await import("./security-jobs.ts")).findOutdated(context),
  findReleaseAges: async (context) => (await import("./security-jobs.ts")).findReleaseAges(context),
  scanShop: async (context) => (await import("./scan-jobs.ts")).scanShop(context),
  deployBundle: async (context) => (await import("./deploy-jobs.ts")).deployBundle(context),
} satisfies Record<string, Run>;

/** A job that judges gates from the reports of the jobs that it needs. */
export function judge(gates: readonly Gate[]): Run {
  return async (context) => (await import("./gate-jobs.ts")).judgeGatesOfRun(gates, context);
}

/** A job that compares the files of every CI with what they are generated from; asked for when it runs, as it is part of that. */
export function checkCi(source: () => Omit<CiSource, "rootDirectory">): Run {
  return async (context) => (await import("./ci-jobs.ts")).checkCiFiles(source(), context);
}

/** A job that measures the bundled release under load, and judges gates from what it measured. */
export function measurePerformance(gates: readonly Gate[]): Run {
  return async (context) => (await import("./performance-jobs.ts")).measurePerformance(gates, context);
}

/** A job that uploads to SonarQube, where a server is configured, and judges by its quality gate. */
export function judgeSonar(policy: SonarPolicy): Run {
  return async (context) => (await import("./sonar-jobs.ts")).judgeSonarGate(policy, context);
}
