export { clean, pruneRuns } from "./clean.ts";
export type { CleanOptions, Removed, RunLimits } from "./clean.ts";
export { explainJob } from "./explain-job.ts";
export type { JobExplanation } from "./explain-job.ts";
export { BASE_ENVIRONMENT } from "./job-environment.ts";
export { layoutOf, PIPELINE_FOLDER } from "./layout.ts";
export type { Layout } from "./layout.ts";
export { MASK, maskSecrets, MIN_SECRET_LENGTH } from "./mask-secrets.ts";
export type { MaskedStream, SecretMasker } from "./mask-secrets.ts";
export type { LockHolder } from "./run-lock.ts";
export { describeHolder, describeRefusal, runPipeline } from "./run-pipeline.ts";
export type {
  CacheLimits,
  ExplainOptions,
  RunOptions,
  RunRefusal,
  RunSummary,
  ServiceProvider,
  StartedService,
} from "./run-options.ts";
export { branchFromCi, describeSourceProblem, readSourceState, tagFromCi } from "./source-state.ts";
export type { CheckedOutSource, SourceProblem } from "./source-state.ts";
