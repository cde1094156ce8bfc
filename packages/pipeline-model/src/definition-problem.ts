import type { Job } from "./job.ts";

/** One thing wrong with a definition. */
export interface DefinitionProblem {
  /** Where: "stages[1].jobs[0].needs[2]". */
  readonly path: string;
  /** What, and what to do: 'unknown job "linnt"; did you mean "lint"?'. */
  readonly message: string;
}

/** A job, where it stands, and what a rule needs to look it up. */
export interface JobSite {
  readonly job: Job;
  /** "stages[1].jobs[0]". */
  readonly path: string;
  readonly stageIndex: number;
  readonly stageName: string;
}
