import { suggestName } from "@ecommerce-cart/pipeline-model";
import type { Job, Pipeline } from "@ecommerce-cart/pipeline-model";
import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";

/** A job and the stage that it stands in. */
export interface PlacedJob {
  readonly stage: string;
  readonly job: Job;
}

/** A name that is neither a stage nor a job; `suggestion` is the nearest that is. */
export interface UnknownSelection {
  readonly kind: "unknown-selection";
  readonly name: string;
  readonly suggestion?: string;
}

/**
 * All jobs, each after what it needs, otherwise in the order of the definition.
 * Throws RangeError on a cycle: `checkPipeline` refuses such a definition beforehand.
 * Example: "b" needing "a" gives a, b, in whichever order they are written.
 */
export function orderJobs(pipeline: Pipeline): readonly PlacedJob[] {
  const placed = pipeline.stages.flatMap((stage) => stage.jobs.map((job) => ({ stage: stage.name, job })));
  const byName = new Map(placed.map((entry) => [entry.job.name, entry]));
  const ordered = new Set<PlacedJob>();
  const path = new Set<string>();
  const visit = (entry: PlacedJob): void => {
    if (ordered.has(entry)) return;
    const name = entry.job.name;
    if (path.has(name)) throw new RangeError(`jobs need each other: ${[...path, name].join(" -> ")}`);
    path.add(name);
    for (const need of entry.job.needs.map((needed) => byName.get(needed))) if (need !== undefined) visit(need);
    path.delete(name);
    ordered.add(entry);
  };
  placed.forEach(visit);
  return [...ordered];
}

/**
 * The jobs to run for a selection of stages and jobs: those named and all that they need, ordered as by `orderJobs`.
 * An empty selection is everything. A stage and a job may bear one name: both are meant. Jobs that belong to other
 * environments than the run's (`onlyFor`) are left out, and needed by nothing, unless they are named themselves.
 */
export function planRun(
  pipeline: Pipeline,
  selection: readonly string[],
  environmentName?: string,
): Result<readonly PlacedJob[], UnknownSelection> {
  const all = orderJobs(pipeline);
  const ordered = all.filter(({ job }) => selection.includes(job.name) || belongsTo(job, environmentName));
  if (selection.length === 0) return ok(ordered);
  const names = [...pipeline.stages.map((stage) => stage.name), ...all.map(({ job }) => job.name)];
  const unknown = selection.find((name) => !names.includes(name));
  if (unknown !== undefined) return err(unknownSelection(unknown, names));
  const wanted = new Set<string>();
  for (const { stage, job } of ordered.toReversed()) {
    if (!selection.includes(stage) && !selection.includes(job.name) && !wanted.has(job.name)) continue;
    wanted.add(job.name);
    job.needs.forEach((need) => wanted.add(need));
  }
  return ok(ordered.filter(({ job }) => wanted.has(job.name)));
}

function belongsTo({ onlyFor }: Job, environmentName: string | undefined): boolean {
  return onlyFor === undefined || environmentName === undefined || onlyFor.includes(environmentName);
}

function unknownSelection(name: string, known: readonly string[]): UnknownSelection {
  const suggestion = suggestName(name, known);
  return { kind: "unknown-selection", name, ...(suggestion === undefined ? {} : { suggestion }) };
}
