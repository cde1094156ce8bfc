import type { GateFamily, RunStatus, Verdict } from "@ecommerce-cart/pipeline-model";
import type { RecordedJobStatus, RunRecord } from "./run-record.ts";

/** How a job's status is said, the same in every report. */
export const JOB_STATUS_TEXT: Readonly<Record<RecordedJobStatus, string>> = {
  passed: "passed",
  restored: "restored",
  skipped: "skipped",
  failed: "failed",
  "not-measured": "not measured",
  interrupted: "interrupted",
  "not-started": "not started",
};

/** How a gate's verdict is said, the same in every report. */
export const VERDICT_TEXT: Readonly<Record<Verdict["status"], string>> = {
  pass: "pass",
  fail: "fail",
  "not-measured": "not measured",
  waived: "waived",
};

/** How a run's status is said, the same in every report. */
export const RUN_STATUS_TEXT: Readonly<Record<RunStatus, string>> = {
  passed: "Passed",
  failed: "Failed",
  "not-measured": "Not measured",
  "rolled-back": "Rolled back",
  refused: "Refused",
  interrupted: "Interrupted",
};

function two(value: number): string {
  return String(value).padStart(2, "0");
}

/** Milliseconds for people. Examples: 42 gives "0.0s", 3249 "3.2s", 64_000 "1m 04s", 3_725_000 "1h 02m". */
export function formatDuration(ms: number): string {
  if (ms < 59_950) return `${(Math.max(0, ms) / 1000).toFixed(1)}s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m ${two(seconds % 60)}s`;
  const minutes = Math.round(ms / 60_000);
  return `${Math.floor(minutes / 60)}h ${two(minutes % 60)}m`;
}

/** As `formatDuration`, with milliseconds below a second, for pages that are looked at closely. Example: "214 ms". */
export function formatFineDuration(ms: number): string {
  return ms < 999.5 ? `${Math.round(Math.max(0, ms))} ms` : formatDuration(ms);
}

/** "1 job", "2 jobs". */
export function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** Every verdict of a run with the job that gave it; what needs somebody first, the rest in the order of the jobs. */
export function listVerdicts(record: RunRecord): readonly { readonly job: string; readonly verdict: Verdict }[] {
  const all = record.jobs.flatMap((job) => job.verdicts.map((verdict) => ({ job: job.name, verdict })));
  const urgency = ({ verdict }: { verdict: Verdict }): number =>
    ["fail", "not-measured", "waived", "pass"].indexOf(verdict.status) * 2 + (verdict.isRequired ? 0 : 1);
  return all.sort((a, b) => urgency(a) - urgency(b));
}

/** How a family of gates is said, in the order in which families are shown. */
export const FAMILY_TEXT: Readonly<Record<GateFamily, string>> = {
  functional: "Tests",
  code: "Code",
  security: "Security",
  performance: "Performance",
};

/** The gates of one family: those that need somebody, and those that pass. */
export interface FamilyVerdicts<T> {
  readonly family: GateFamily;
  readonly open: readonly T[];
  readonly passing: readonly T[];
}

/** Verdicts by family, in the order of `FAMILY_TEXT`; within a family in the order given. Families without one are left out. */
export function groupByFamily<T>(items: readonly T[], verdictOf: (item: T) => Verdict): readonly FamilyVerdicts<T>[] {
  return (Object.keys(FAMILY_TEXT) as GateFamily[]).flatMap((family) => {
    const own = items.filter((item) => verdictOf(item).family === family);
    const passing = own.filter((item) => verdictOf(item).status === "pass");
    const open = own.filter((item) => verdictOf(item).status !== "pass");
    return own.length === 0 ? [] : [{ family, open, passing }];
  });
}

/** "2 fail, 1 not measured, 9 pass": what a family's gates say, gravest first. */
export function countVerdicts(
  verdicts: readonly Verdict[],
): readonly { readonly status: Verdict["status"]; readonly count: number }[] {
  return (["fail", "not-measured", "waived", "pass"] as const)
    .map((status) => ({ status, count: verdicts.filter((verdict) => verdict.status === status).length }))
    .filter(({ count }) => count > 0);
}

/** The jobs whose end stopped the run, in order: failed or without a figure, and not advisory. */
export function isBlocking(job: { readonly status: RecordedJobStatus; readonly isAdvisory: boolean }): boolean {
  return !job.isAdvisory && (job.status === "failed" || job.status === "not-measured" || job.status === "interrupted");
}

function describeTrouble({ jobs, totals }: RunRecord, failedAdvisory: number): readonly string[] {
  const { jobs: by, verdicts } = totals;
  const failed = by.failed - failedAdvisory;
  return [
    failed > 0 ? `${failed} of ${countOf(jobs.length, "job")} failed` : "",
    by.interrupted > 0 ? `${countOf(by.interrupted, "job")} interrupted` : "",
    by["not-started"] > 0 ? `${countOf(by["not-started"], "job")} not started` : "",
    verdicts.fail > 0 ? `${countOf(verdicts.fail, "gate")} failing` : "",
    verdicts["not-measured"] > 0 ? `${countOf(verdicts["not-measured"], "gate")} not measured` : "",
  ].filter((part) => part !== "");
}

/** One line on how a run went. Example: "1 of 12 jobs failed, 1 gate failing, 4 restored". */
export function describeOutcome(record: RunRecord): string {
  const { jobs, verdicts } = record.totals;
  const failedAdvisory = record.jobs.filter((job) => job.isAdvisory && job.status === "failed").length;
  const trouble = describeTrouble(record, failedAdvisory);
  const passing = verdicts.pass > 0 ? `${countOf(verdicts.pass, "gate")} passing` : "";
  return [
    ...(trouble.length > 0 ? trouble : [countOf(record.jobs.length, "job"), passing]),
    failedAdvisory > 0 ? `${countOf(failedAdvisory, "advisory job")} failed` : "",
    verdicts.waived > 0 ? `${countOf(verdicts.waived, "gate")} waived` : "",
    jobs.restored > 0 ? `${jobs.restored} restored` : "",
  ]
    .filter((part) => part !== "")
    .join(", ");
}
