import type { Verdict } from "@ecommerce-cart/pipeline-model";
import type { JobRecord, RunRecord } from "@ecommerce-cart/reports";

/** "error": it stops the change. "warning": it should be looked at. "notice": good to know. */
export type AnnotationLevel = "error" | "warning" | "notice";

/** One remark, at a place in the code where there is one. */
export interface Annotation {
  readonly level: AnnotationLevel;
  /** Relative to the root; left out where no file is meant. */
  readonly file?: string;
  /** 1-based. */
  readonly line?: number;
  /** The gate or job. */
  readonly title: string;
  readonly message: string;
}

const LEVELS: readonly AnnotationLevel[] = ["error", "warning", "notice"];

/** What a run has to say about the code, gravest first. Passing gates and jobs say nothing. */
export function annotationsOf(record: RunRecord): readonly Annotation[] {
  const all = record.jobs.flatMap((job) => {
    const told = job.verdicts.flatMap(annotationsOfVerdict);
    return told.length > 0 ? told : annotationsOfJob(job);
  });
  return all.sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level));
}

function annotationsOfVerdict(verdict: Verdict): readonly Annotation[] {
  if (verdict.status === "pass") return [];
  const { gate: title, offenders } = verdict;
  const level = verdict.status === "waived" ? "notice" : verdict.isRequired ? "error" : "warning";
  if (offenders.length === 0) return [{ level, title, message: summaryOf(verdict) }];
  return offenders.map(({ file, line, message }) => ({
    level,
    title,
    message,
    ...(isPath(file) ? { file } : {}),
    ...(isPath(file) && line !== undefined ? { line } : {}),
  }));
}

function summaryOf({ figure, threshold, reason }: Verdict): string {
  return `${figure === undefined ? "" : `${figure}, `}asked ${threshold}. ${reason}`;
}

function annotationsOfJob(job: JobRecord): readonly Annotation[] {
  if (job.status !== "failed" && job.status !== "not-measured" && job.status !== "interrupted") return [];
  const level = job.isAdvisory ? "warning" : "error";
  return [{ level, title: `${job.stage} / ${job.name}`, message: job.reason ?? job.status.replace("-", " ") }];
}

/** A gate that knows no file says so in words: "(no file)". A place outside of the repository is none. */
function isPath(file: string): boolean {
  return !/^[(/]|^\.\.(?:\/|$)|\0/.test(file);
}
