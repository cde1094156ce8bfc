import type { RunStatus } from "./run-event.ts";

/** Everything a command of the pipeline can end as: a run's status, or what happens before and between runs. */
export type ExitReason = RunStatus | "usage" | "waiting-for-approval";

/** The documented exit codes, one per reason. */
export const EXIT_CODES: Readonly<Record<ExitReason, number>> = {
  passed: 0,
  failed: 1,
  usage: 2,
  "not-measured": 3,
  "rolled-back": 4,
  "waiting-for-approval": 5,
  refused: 6,
  interrupted: 130,
};

/** The process's exit code. Example: `exitCodeFor("not-measured")` is 3. */
export function exitCodeFor(reason: ExitReason): number {
  return EXIT_CODES[reason];
}
