import { EXIT_CODES } from "@ecommerce-cart/pipeline-model";
import type { RunEvent, SourceState } from "@ecommerce-cart/pipeline-model";
import {
  describeHolder,
  describeRefusal,
  describeSourceProblem,
  readSourceState,
  runPipeline,
} from "@ecommerce-cart/task-runner";
import type { CheckedOutSource, RunOptions, RunRefusal, RunSummary } from "@ecommerce-cart/task-runner";
import { CommandFailure } from "../command-failure.ts";
import type { Invocation } from "../invocation.ts";
import type { RunFlags } from "../run-flags.ts";
import { jobServices } from "./job-services.ts";
import { describeWaiting, readWaitMs, WAIT_VARIABLE } from "../waiting.ts";
import { createView } from "./terminal-view.ts";
import type { RunView } from "./terminal-view.ts";
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
  /** For another run of this checkout, in milliseconds; 0 refuses at once. */
  readonly waitMs: number;
  /** Called when the run has the checkout to itself, `hasWaited` where another one had it before. */
  readonly onLocked?: (hasWaited: boolean) => Promise<void>;
  /** Every gate has its row; without a live view every line of every job is shown. */
  readonly isVerbose: boolean;
  readonly signal: AbortSignal;
}

/** The request behind the options of `run` and `up`. Throws CommandFailure where one cannot be understood. */
export function requestOf(flags: RunFlags, selection: readonly string[], signal: AbortSignal): RunRequest {
  const waitMs = readWaitMs(flags.wait, process.env);
  // For the jobs that deploy: they wait for an environment's lock.
  if (flags.wait !== undefined) process.env[WAIT_VARIABLE] = flags.wait;
  return {
    waitMs,
    selection,
    environmentName: flags.environment,
    keepGoing: flags.keepGoing ?? false,
    force: flags.force ?? false,
    isJson: flags.json ?? false,
    isVerbose: flags.verbose ?? false,
    signal,
  };
}

/** Runs the pipeline, shows it, and writes the reports into the run folder. Throws CommandFailure when it cannot begin. */
export async function executeRun(invocation: Invocation, request: RunRequest): Promise<RunSummary> {
  const { rootDirectory, pipeline } = invocation;
  const events: RunEvent[] = [];
  const opening = openRun(invocation, request);
  const summary = await runPipeline({
    pipeline,
    selection: request.selection,
    rootDirectory,
    ...opening.options,
    environmentName: request.environmentName,
    processEnvironment: process.env,
    sourceVariables: runVariables,
    engineDigest: invocation.engineDigest,
    keepGoing: request.keepGoing,
    force: request.force,
    listeners: [(event) => events.push(event), (event) => opening.view?.onEvent(event)],
    services: jobServices(),
    signal: request.signal,
  }).finally(() => opening.view?.close());
  if (!summary.ok) throw refusalOf(summary.error, request);
  opening.view?.finish(writeReports(events, summary.value.runDirectory));
  return summary.value;
}

/** How a run begins: what it says while it waits for another, and what it looks at once the checkout is its own. */
interface Opening {
  readonly options: Pick<RunOptions, "source" | "command" | "waitForLockMs" | "onWaiting" | "onLocked">;
  /** There from when the checkout is the run's. */
  view?: RunView;
}

function openRun({ rootDirectory, argv }: Invocation, request: RunRequest): Opening {
  const { promise: source, resolve, reject } = Promise.withResolvers<SourceState>();
  // A run that is refused never asks for the commit.
  source.catch(() => undefined);
  let hasWaited = false;
  const options: Opening["options"] = {
    source,
    command: ["./pipeline", ...argv].join(" "),
    waitForLockMs: request.waitMs,
    onWaiting: (holder) => {
      hasWaited = true;
      console.error(`pipeline: ${describeWaiting(describeHolder(holder), request.waitMs)}`);
    },
    onLocked: async () => {
      // The commit may be another one than before the waiting.
      readSource(rootDirectory).then(resolve, reject);
      await request.onLocked?.(hasWaited);
      opening.view = createView({ isJson: request.isJson, isVerbose: request.isVerbose, stream: process.stdout });
    },
  };
  const opening: Opening = { options };
  return opening;
}

function refusalOf(refusal: RunRefusal, { signal, waitMs }: RunRequest): CommandFailure {
  const text = describeRefusal(refusal);
  if (refusal.kind !== "locked") return new CommandFailure(text, EXIT_CODES.usage);
  if (signal.aborted) return new CommandFailure(`interrupted while waiting: ${text}`, EXIT_CODES.interrupted);
  return new CommandFailure(waitMs === 0 ? text : `gave up after ${waitMs / 1000} s: ${text}`, EXIT_CODES.refused);
}

/**
 * The commit and the environment as variables that a job may declare: what it declares is in its fingerprint, so that a
 * job whose answer depends on them runs again when they change. A judge's does: environments require different gates.
 */
export function runVariables(source: SourceState): Readonly<Record<string, string>> {
  return {
    PIPELINE_COMMIT: source.commit,
    PIPELINE_BRANCH: source.branch ?? "",
    PIPELINE_IS_DIRTY: String(source.isDirty),
    PIPELINE_DATE: new Date().toISOString().slice(0, 10),
  };
}

/** The checked-out commit. Throws CommandFailure, naming what to do, where git cannot tell it. */
export async function readSource(rootDirectory: string): Promise<CheckedOutSource> {
  const source = await readSourceState(rootDirectory, process.env);
  if (!source.ok) throw new CommandFailure(describeSourceProblem(source.error));
  return source.value;
}
