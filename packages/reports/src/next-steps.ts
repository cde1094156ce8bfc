import type { RunStatus, Verdict } from "@ecommerce-cart/pipeline-model";
import type { JobRecord, RunRecord } from "./run-record.ts";
import { isBlocking, listVerdicts } from "./wording.ts";

/** One thing to do after a run. "must" stands in the way, "should" does not, "note" is good to know. */
export interface NextStep {
  readonly urgency: "must" | "should" | "note";
  readonly title: string;
  readonly text: string;
  /** To type at the repository's root. */
  readonly command?: string | undefined;
  /** The job whose log says more. */
  readonly job?: string | undefined;
}

/** What `run` is for where no other is named: see its --help. */
const DEFAULT_ENVIRONMENT = "development";

function stepForJob(job: JobRecord, environmentName: string): NextStep {
  const advisory = job.isAdvisory ? " (advisory: it stops nothing)" : "";
  const step = {
    urgency: job.isAdvisory ? "should" : "must",
    command: `./pipeline run ${job.stage}${environmentName === DEFAULT_ENVIRONMENT ? "" : ` --environment ${environmentName}`}`,
    job: job.name,
  } as const;
  if (job.status === "interrupted")
    return {
      ...step,
      title: `Run ${job.name} again`,
      text: `It was cut off${advisory}: there is nothing to mend in it.`,
    };
  return {
    ...step,
    title: job.isAdvisory ? `Look at ${job.name}` : `Mend ${job.name}`,
    text: `It failed${advisory}: ${job.reason ?? "see its log"}`,
  };
}

/** A job that is bad because of its gates is told by its gates. */
function hasTellingVerdict(job: JobRecord): boolean {
  return job.verdicts.some((verdict) => verdict.status === "fail" || verdict.status === "not-measured");
}

function stepsForJobs(record: RunRecord): readonly NextStep[] {
  return (
    record.jobs
      .filter((job) => (isBlocking(job) || job.status === "failed") && !hasTellingVerdict(job))
      // Starting the run again starts them again.
      .filter((job) => record.run.status !== "interrupted" || job.status !== "interrupted")
      .map((job) => stepForJob(job, record.run.environmentName))
  );
}

function describeOffender(verdict: Verdict): string {
  const [worst] = verdict.offenders;
  if (worst === undefined) return "";
  const place = worst.line === undefined ? worst.file : `${worst.file}:${worst.line}`;
  return ` Start with ${place} (${worst.message}).`;
}

function stepForVerdict(job: string, verdict: Verdict): NextStep | undefined {
  const urgency = verdict.isRequired ? "must" : "should";
  if (verdict.status === "fail")
    return { urgency, title: `Bring ${verdict.gate} back`, text: `${verdict.reason}${describeOffender(verdict)}`, job };
  if (verdict.status === "not-measured" && verdict.askedIn === undefined)
    return { urgency, title: `Get a figure for ${verdict.gate}`, text: verdict.reason, job };
  if (verdict.status === "waived" && verdict.waiver !== undefined)
    return {
      urgency: "note",
      title: `${verdict.gate} is waived until ${verdict.waiver.until}`,
      text: `By ${verdict.waiver.owner}: ${verdict.waiver.reason}`,
      job,
    };
  return undefined;
}

/** Gates of one job that need no figure here: one thing to do, not one each. */
function stepsForLeftOut(record: RunRecord): readonly NextStep[] {
  const left = listVerdicts(record).filter(({ verdict }) => verdict.askedIn !== undefined);
  const byCommand = Object.groupBy(
    left,
    ({ job, verdict }) => `./pipeline run ${job} --environment ${verdict.askedIn}`,
  );
  return Object.entries(byCommand).map(([command, verdicts = []]) => ({
    urgency: "should",
    title: `Get a figure for ${verdicts.map(({ verdict }) => verdict.gate).join(", ")}`,
    text: `${record.run.environmentName} does not ask for ${verdicts.length === 1 ? "it" : "them"}; ${verdicts[0]?.verdict.askedIn} does.`,
    command,
    job: verdicts[0]?.job,
  }));
}

const BY_RUN_STATUS: Partial<Record<RunStatus, (record: RunRecord) => NextStep>> = {
  interrupted: () => ({
    urgency: "must",
    title: "Start the run again",
    text: "It was cut off. Jobs that had finished are restored; a deployment under way is finished or undone.",
    command: "./pipeline run",
  }),
  "rolled-back": ({ run }) => ({
    urgency: "must",
    title: "Find out why the release was rolled back",
    text: `${run.environmentName} serves the release it served before.`,
    command: `./pipeline status ${run.environmentName}`,
  }),
  refused: ({ run }) => ({
    urgency: "must",
    title: "See who holds the environment",
    text: `Nothing was changed in ${run.environmentName}.`,
    command: `./pipeline status ${run.environmentName}`,
  }),
};

function stepsForRun(record: RunRecord): readonly NextStep[] {
  const byStatus = BY_RUN_STATUS[record.run.status];
  return byStatus === undefined ? [] : [byStatus(record)];
}

const DIRTY_TREE: NextStep = {
  urgency: "note",
  title: "Commit before promoting",
  text: "The work tree differs from the commit; what was built from it stays in development.",
};

/** What to do after a run, most urgent first; empty when there is nothing. Shared by all reports. */
export function listNextSteps(record: RunRecord): readonly NextStep[] {
  const steps = [
    ...stepsForRun(record),
    ...stepsForJobs(record),
    ...listVerdicts(record).flatMap(({ job, verdict }) => stepForVerdict(job, verdict) ?? []),
    ...stepsForLeftOut(record),
    ...(record.source.isDirty ? [DIRTY_TREE] : []),
  ];
  const order = ["must", "should", "note"];
  return steps.sort((a, b) => order.indexOf(a.urgency) - order.indexOf(b.urgency));
}
