import type { Pipeline } from "./pipeline.ts";

/** One thing wrong with a definition. */
export interface DefinitionProblem {
  /** Where: "stages[1].jobs[0].needs[2]". */
  readonly path: string;
  /** What, and what to do: 'unknown job "linnt"; did you mean "lint"?'. */
  readonly message: string;
}

/** Every problem of a definition at once, in the order of the definition; none when it can run. */
export function checkPipeline(_pipeline: Pipeline): readonly DefinitionProblem[] {
  return [];
}
