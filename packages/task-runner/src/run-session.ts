import { availableParallelism } from "node:os";
import type { Job, Pipeline, RunEvent, SourceState } from "@ecommerce-cart/pipeline-model";
import { FileHashes } from "./file-hashes.ts";
import { JobCache } from "./job-cache.ts";
import { JobHistory } from "./job-history.ts";
import type { FingerprintContext } from "./job-inputs.ts";
import { layoutOf } from "./layout.ts";
import type { Layout } from "./layout.ts";
import { maskSecrets, MIN_SECRET_LENGTH } from "./mask-secrets.ts";
import type { SecretMasker } from "./mask-secrets.ts";
import { normaliseOutput } from "./output-records.ts";
import { placesFor } from "./places.ts";
import { ProcessGroups } from "./process-groups.ts";
import { RunFolder } from "./run-folder.ts";
import type { ExplainOptions, RunOptions } from "./run-options.ts";
import { SharedServices } from "./shared-services.ts";
import { TreeSnapshot } from "./tree-snapshot.ts";

const DEFAULT_KILL_GRACE_MS = 5000;

/** What looks at the tree and the cache, shared by running and explaining. */
export interface Workspace {
  readonly layout: Layout;
  readonly hashes: FileHashes;
  readonly cache: JobCache;
  readonly history: JobHistory;
  /** Looks at the tree now, for the jobs given: all that may be compared with each other are given together. */
  readonly snapshot: (jobs: readonly Job[]) => FingerprintContext;
}

/** Everything one run works with. */
export interface RunSession extends Workspace {
  readonly options: RunOptions;
  readonly runId: string;
  readonly source: SourceState;
  readonly folder: RunFolder;
  readonly services: SharedServices;
  readonly groups: ProcessGroups;
  readonly masker: SecretMasker;
  /** Fires on interrupt, and when the run cannot go on. */
  readonly signal: AbortSignal;
  /** Stops what runs: the run cannot go on. */
  readonly abort: () => void;
  readonly cores: number;
  /** Jobs at once. */
  readonly concurrency: number;
  readonly killGraceMs: number;
  readonly now: () => number;
  readonly emit: (event: RunEvent) => void;
  /** The time now, ISO 8601, UTC. */
  readonly timestamp: () => string;
}

/** Opens the cache of a checkout; reads nothing of the tree yet. */
export function openWorkspace(options: ExplainOptions): Workspace {
  const { rootDirectory, pipeline, processEnvironment: variables, now = Date.now } = options;
  const layout = layoutOf(rootDirectory);
  const hashes = new FileHashes(layout.fileHashes, now);
  const { globalInputs } = pipeline;
  const outputs = jobsOf(pipeline).flatMap((job) => job.outputs.map(normaliseOutput));
  return {
    layout,
    hashes,
    cache: new JobCache({ rootDirectory, layout, hashes, now }),
    history: new JobHistory(layout.history),
    snapshot: (jobs) => {
      const patterns = [...jobs.flatMap((job) => job.inputs), ...globalInputs];
      const snapshot = new TreeSnapshot({ rootDirectory, patterns, outputs }, hashes);
      const { engineDigest, environmentName } = options;
      return { snapshot, globalInputs, variables, engineDigest, environmentName };
    },
  };
}

/** Makes the run folder and what else a run needs, except the commit: git may still be running. */
export function openSession(options: RunOptions, workspace: Workspace, runId: string): Omit<RunSession, "source"> {
  const { now = Date.now, listeners = [] } = options;
  const crash = new AbortController();
  const folder = new RunFolder(workspace.layout, runId);
  return {
    ...workspace,
    runId,
    options,
    folder,
    now,
    services: new SharedServices(options.services, options.processEnvironment),
    groups: new ProcessGroups(workspace.layout.groups),
    masker: maskSecrets(secretValues(options)),
    signal: AbortSignal.any([crash.signal, ...(options.signal === undefined ? [] : [options.signal])]),
    abort: () => crash.abort(),
    cores: availableParallelism(),
    concurrency: options.concurrency ?? placesFor(availableParallelism()),
    killGraceMs: options.killGraceMs ?? DEFAULT_KILL_GRACE_MS,
    emit: (event) => {
      folder.append(event);
      listeners.forEach((listener) => listener(event));
    },
    timestamp: () => new Date(now()).toISOString(),
  };
}

/** The session once git has answered: jobs may declare what the commit adds to the variables. */
export function withSource(session: Omit<RunSession, "source">, source: SourceState): RunSession {
  const { options, snapshot } = session;
  const processEnvironment = { ...options.processEnvironment, ...options.sourceVariables?.(source) };
  return {
    ...session,
    source,
    options: { ...options, processEnvironment },
    snapshot: (jobs) => ({ ...snapshot(jobs), variables: processEnvironment }),
  };
}

/** The secrets of a job that are set but too short to be masked: such a job is not run. */
export function unmaskableSecrets(job: Job, variables: RunOptions["processEnvironment"]): readonly string[] {
  return job.secrets.filter((name) => {
    const { length } = variables[name] ?? "";
    return length > 0 && length < MIN_SECRET_LENGTH;
  });
}

/** Of all jobs: what one was given, another may print. */
function secretValues({ pipeline, processEnvironment }: RunOptions): readonly string[] {
  return jobsOf(pipeline).flatMap((job) => job.secrets.map((name) => processEnvironment[name] ?? ""));
}

function jobsOf(pipeline: Pipeline): readonly Job[] {
  return pipeline.stages.flatMap((stage) => stage.jobs);
}
