import type { FunctionAction } from "@ecommerce-cart/pipeline-model";

type Run = FunctionAction["run"];

/** The functions that `pipeline.ts` names. Each loads its code when it runs: a restored job loads nothing. */
export const jobs = {
  checkBranch: async (context) => (await import("./source-jobs.ts")).checkBranch(context),
  checkCommitMessages: async (context) => (await import("./source-jobs.ts")).checkCommitMessages(context),
  judgeCoverage: async (context) => (await import("./gate-jobs.ts")).judgeCoverageOfRun(context),
  judgeTests: async (context) => (await import("./gate-jobs.ts")).judgeTestsOfRun(context),
  bundleRelease: async (context) => (await import("./package-jobs.ts")).bundleRelease(context),
  deployBundle: async (context) => (await import("./deploy-jobs.ts")).deployBundle(context),
} satisfies Record<string, Run>;
