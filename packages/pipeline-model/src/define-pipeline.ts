import { defineJob } from "./define-job.ts";
import type { JobDefinition } from "./define-job.ts";
import type { Job } from "./job.ts";
import type { Pipeline } from "./pipeline.ts";

/** Files in every fingerprint when the definition names none: the lockfile and the definition itself. */
export const DEFAULT_GLOBAL_INPUTS = [
  "package.json",
  "package-lock.json",
  ".nvmrc",
  "pipeline.ts",
  "pipeline.*.ts",
] as const;

/** What `definePipeline` takes; a job may be plain options or come from `defineJob`. */
export interface PipelineDefinition {
  readonly name: string;
  readonly stages: readonly { readonly name: string; readonly jobs: readonly (Job | JobDefinition)[] }[];
  /** Default: `DEFAULT_GLOBAL_INPUTS`. */
  readonly globalInputs?: readonly string[];
}

/**
 * Fills the defaults of a pipeline and its jobs. Ask `checkPipeline` for its problems; `runPipeline` refuses one that has any.
 * Example: `definePipeline({ name: "shop", stages: [{ name: "test", jobs: [{ name: "unit", command: "vitest run" }] }] })`.
 */
export function definePipeline(definition: PipelineDefinition): Pipeline {
  return {
    name: definition.name,
    stages: definition.stages.map((stage) => ({ name: stage.name, jobs: stage.jobs.map(asJob) })),
    globalInputs: definition.globalInputs ?? DEFAULT_GLOBAL_INPUTS,
  };
}

function asJob(job: Job | JobDefinition): Job {
  return "action" in job ? job : defineJob(job);
}
