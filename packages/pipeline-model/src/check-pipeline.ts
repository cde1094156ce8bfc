import type { DefinitionProblem, JobSite } from "./definition-problem.ts";
import { checkLimits } from "./limit-rules.ts";
import { checkNames, checkVariables } from "./name-rules.ts";
import { checkCycles, checkNeeds } from "./need-rules.ts";
import { checkInputs, checkOutputs, checkOverlaps, checkReadsOfOutputs } from "./path-rules.ts";
import type { Pipeline } from "./pipeline.ts";

/**
 * Every problem of a definition at once, rule by rule; none when it can run.
 * Example: a need "linnt" gives `{ path: "stages[1].jobs[0].needs[2]", message: 'unknown job "linnt"; did you mean "lint"?' }`.
 */
export function checkPipeline(pipeline: Pipeline): readonly DefinitionProblem[] {
  const sites = sitesOf(pipeline);
  return [
    ...checkNames(pipeline, sites),
    ...checkNeeds(sites),
    ...checkCycles(sites),
    ...checkLimits(sites),
    ...checkInputs(pipeline, sites),
    ...checkOutputs(sites),
    ...checkOverlaps(sites),
    ...checkReadsOfOutputs(sites),
    ...checkVariables(sites),
  ];
}

function sitesOf(pipeline: Pipeline): readonly JobSite[] {
  return pipeline.stages.flatMap((stage, stageIndex) =>
    stage.jobs.map((job, jobIndex) => ({
      job,
      stageIndex,
      stageName: stage.name,
      path: `stages[${stageIndex}].jobs[${jobIndex}]`,
    })),
  );
}
