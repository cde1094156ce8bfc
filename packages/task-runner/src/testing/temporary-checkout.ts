import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { definePipeline } from "@ecommerce-cart/pipeline-model";
import type { Job, JobDefinition, JobFinished, JobStatus, RunEvent } from "@ecommerce-cart/pipeline-model";
import { runPipeline } from "../run-pipeline.ts";
import type { RunOptions, RunSummary } from "../run-options.ts";

/** A folder with files, in which pipelines are run. */
export interface TemporaryCheckout extends Disposable {
  readonly root: string;
  readonly write: (path: string, content: string) => void;
  readonly read: (path: string) => string;
  /** Runs jobs, each a stage's, and fails the test where the run was refused. */
  readonly run: (jobs: readonly (Job | JobDefinition)[], options?: Partial<RunOptions>) => Promise<FinishedRun>;
}

/** A run and what it said. */
export interface FinishedRun extends RunSummary {
  readonly events: readonly RunEvent[];
  readonly finished: (job: string) => JobFinished;
  readonly statusOf: (job: string) => JobStatus;
  /** Why a job ran; undefined when it did not. */
  readonly cause: (job: string) => string | undefined;
  readonly log: (job: string) => string;
}

/** A valid set of options for one stage of jobs; a test states what differs. */
export function aRun(
  root: string,
  jobs: readonly (Job | JobDefinition)[],
  options: Partial<RunOptions> = {},
): RunOptions {
  return {
    pipeline: definePipeline({ name: "test", stages: [{ name: "test", jobs }], globalInputs: [] }),
    selection: [],
    rootDirectory: root,
    source: { commit: "0".repeat(40), isDirty: false, label: "0000000" },
    environmentName: "development",
    processEnvironment: { PATH: process.env["PATH"] },
    engineDigest: "engine-1",
    killGraceMs: 500,
    ...options,
  };
}

/** Makes a folder with files; disposed of with all that it holds. */
export function temporaryCheckout(files: Readonly<Record<string, string>> = {}): TemporaryCheckout {
  const root = mkdtempSync(join(tmpdir(), "task-runner-"));
  const write = (path: string, content: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  };
  Object.entries(files).forEach(([path, content]) => write(path, content));
  return {
    root,
    write,
    read: (path) => readFileSync(join(root, path), "utf8"),
    run: async (jobs, options) => finishedRun(aRun(root, jobs, options)),
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }),
  };
}

async function finishedRun(options: RunOptions): Promise<FinishedRun> {
  const events: RunEvent[] = [];
  const listeners = [...(options.listeners ?? []), (event: RunEvent) => void events.push(event)];
  const summary = await runPipeline({ ...options, listeners });
  if (!summary.ok) throw new Error(`refused: ${JSON.stringify(summary.error)}`);
  const finished = (name: string): JobFinished => {
    const found = summary.value.jobs.find(({ job }) => job === name);
    if (found === undefined) throw new Error(`no such job: ${name}`);
    return found;
  };
  return {
    ...summary.value,
    events,
    finished,
    statusOf: (name) => finished(name).status,
    cause: (name) => events.filter((event) => event.type === "job-started").find((event) => event.job === name)?.cause,
    log: (name) => readFileSync(join(summary.value.runDirectory, finished(name).logFile ?? ""), "utf8"),
  };
}
