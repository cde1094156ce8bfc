export { clean, pruneRuns } from "./clean.ts";
export type { Removed, RunLimits } from "./clean.ts";
export { explainJob } from "./explain-job.ts";
export type { ExplainOptions, JobExplanation } from "./explain-job.ts";
export { describeRefusal, runPipeline } from "./run-pipeline.ts";
export type {
  CacheLimits,
  RunOptions,
  RunRefusal,
  RunSummary,
  ServiceProvider,
  StartedService,
} from "./run-options.ts";
export { describeSourceProblem, readSourceState } from "./source-state.ts";
export type { CheckedOutSource, SourceProblem } from "./source-state.ts";
