import { EXIT_CODES } from "@ecommerce-cart/pipeline-model";
import type { RunEvent, SourceState } from "@ecommerce-cart/pipeline-model";
import { describeRefusal, describeSourceProblem, readSourceState, runPipeline } from "@ecommerce-cart/task-runner";
import type { CheckedOutSource, RunSummary } from "@ecommerce-cart/task-runner";
import { CommandFailure } from "../command-failure.ts";
import type { Invocation } from "../invocation.ts";
import type { RunFlags } from "../run-flags.ts";
import { jobServices } from "./job-services.ts";
import { createView } from "./terminal-view.ts";
import { writeReports } from "./write-reports.ts";

/** What a person asked of one run. */
export interface RunRequest {
  /** Stages or jobs; empty: everything. */
  readonly selection: readonly string[];
  readonly environmentName: string;
  readonly keepGoing: boolean;
  readonly force: boolean;
  /** Print events as NDJSON rather than for people. */
  readonly isJson: boolean;
  readonly signal: AbortSignal;
}

/** The request behind the options of `run` and `up`. */
export function requestOf(flags: RunFlags, selection: readonly string[], signal: AbortSignal): RunRequest {
  return {
    selection,
    environmentName: flags.environment,
    keepGoing: flags.keepGoing ?? false,
    force: flags.force ?? false,
    isJson: flags.json ?? false,
    signal,
  };
}

/** Runs the pipeline, shows it, and writes the reports into the run folder. Throws CommandFailure when it cannot begin. */
export async function executeRun(invocation: Invocation, request: RunRequest): Promise<RunSummary> {
  const { rootDirectory, pipeline } = invocation;
  const events: RunEvent[] = [];
  const source = readSource(rootDirectory);
  // A run that is refused never asks for the commit.
  source.catch(() => undefined);
  const view = createView({ isJson: request.isJson, stream: process.stdout });
  const summary = await runPipeline({
    pipeline,
    selection: request.selection,
    rootDirectory,
    source,
    environmentName: request.environmentName,
    processEnvironment: process.env,
    sourceVariables,
    engineDigest: invocation.engineDigest,
    keepGoing: request.keepGoing,
    force: request.force,
    listeners: [(event) => events.push(event), view.onEvent],
    services: jobServices(),
    signal: request.signal,
  }).finally(() => view.close());
  if (!summary.ok)
    throw new CommandFailure(describeRefusal(summary.error), EXIT_CODES[refusalExit(summary.error.kind)]);
  view.finish(writeReports(events, summary.value.runDirectory));
  return summary.value;
}

function refusalExit(kind: string): "refused" | "usage" {
  return kind === "locked" ? "refused" : "usage";
}

/**
 * The commit as variables that a job may declare: what it declares is in its fingerprint, so that a job whose answer
 * depends on the commit or the branch runs again when they change.
 */
export function sourceVariables(source: SourceState): Readonly<Record<string, string>> {
  return {
    PIPELINE_COMMIT: source.commit,
    PIPELINE_BRANCH: source.branch ?? "",
    PIPELINE_IS_DIRTY: String(source.isDirty),
  };
}

/** The checked-out commit. Throws CommandFailure, naming what to do, where git cannot tell it. */
export async function readSource(rootDirectory: string): Promise<CheckedOutSource> {
  const source = await readSourceState(rootDirectory, process.env);
  if (!source.ok) throw new CommandFailure(describeSourceProblem(source.error));
  return source.value;
}
