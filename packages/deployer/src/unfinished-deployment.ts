import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { advance, beginStep } from "@ecommerce-cart/rollout";
import type { Milestone, RolloutState } from "@ecommerce-cart/rollout";
import type { DamagedFile, JournalLine, StateStore } from "@ecommerce-cart/state-store";
import type { ReportedStep } from "./deploy-event.ts";
import { parseJournalEntry } from "./journal-entry.ts";
import type { BegunEntry, JournalEntry } from "./journal-entry.ts";

/** Where a deployment stands, according to its journal. */
export interface DeploymentProgress {
  readonly begun: BegunEntry;
  readonly state: RolloutState;
  /** Finished steps, in order. */
  readonly steps: readonly ReportedStep[];
  /** Steps begun so far, finished or not. */
  readonly stepCount: number;
}

/** The deployment that an earlier command left in the environment's journal; undefined when none is open. */
export async function readUnfinished(
  store: StateStore,
  environmentName: string,
): Promise<Result<DeploymentProgress | undefined, DamagedFile>> {
  const lines = await store.readJournal(environmentName);
  if (!lines.ok) return lines;
  const entries = parseEntries(lines.value, store.journalPath(environmentName));
  return entries.ok ? ok(unfinishedIn(entries.value)) : entries;
}

/**
 * Folds a journal: the deployment begun last, with the state after its last finished step. One that has ended has no
 * journal any more: closing it is the last thing that a command does.
 * Example: begun, migrate started, migrate finished, stage started: the state has "migrated", and the next action is to
 * stage, or to go on, as the target shows.
 */
export function unfinishedIn(entries: readonly JournalEntry[]): DeploymentProgress | undefined {
  let progress: DeploymentProgress | undefined;
  for (const entry of entries) progress = foldEntry(progress, entry);
  return progress;
}

/** A deployment that has begun and done nothing yet. */
export function progressAtStart(begun: BegunEntry): DeploymentProgress {
  const state: RolloutState = {
    intent: begun.intent,
    to: begun.to.id,
    ...(begun.from && { from: begun.from.id }),
    fromWebCount: begun.fromWebCount,
    toWebCount: begun.toWebCount,
    milestones: new Set<Milestone>(),
    stepCount: 0,
  };
  return { begun, state, steps: [], stepCount: 0 };
}

/** The progress after one more entry. */
export function foldEntry(
  progress: DeploymentProgress | undefined,
  entry: JournalEntry,
): DeploymentProgress | undefined {
  if (entry.type === "begun") return progressAtStart(entry);
  if (progress === undefined) return undefined;
  if (entry.type === "step-started")
    return { ...progress, stepCount: entry.step, state: beginStep(progress.state, entry.action) };
  const { action, outcome, durationMs } = entry;
  const steps = [...progress.steps, { action, outcome, durationMs }];
  return { ...progress, steps, state: advance(progress.state, action, outcome) };
}

function parseEntries(lines: readonly JournalLine[], path: string): Result<readonly JournalEntry[], DamagedFile> {
  const entries: JournalEntry[] = [];
  for (const { line, entry: value } of lines) {
    const entry = parseJournalEntry(value);
    if (entry === undefined) return err(damagedEntry(path, line));
    entries.push(entry);
  }
  return ok(entries);
}

function damagedEntry(path: string, line: number): DamagedFile {
  const advice = "move the file away; the next deployment then starts from what the target runs";
  return { kind: "damaged-file", path, line, detail: "it is not a deployment's entry", advice };
}
