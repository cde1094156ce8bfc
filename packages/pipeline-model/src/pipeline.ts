import type { Job } from "./job.ts";

/** A named group of jobs. Order between jobs comes from `needs` alone; a failure stops the rest of its stage. */
export interface Stage {
  readonly name: string;
  readonly jobs: readonly Job[];
}

/** The whole pipeline, as data. Built by `definePipeline`, checked by `checkPipeline`. */
export interface Pipeline {
  readonly name: string;
  readonly stages: readonly Stage[];
  /** Files in every job's fingerprint: the lockfile, the toolchain pin, the definition itself. */
  readonly globalInputs: readonly string[];
}
