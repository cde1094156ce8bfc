import type { FunctionAction, Job, ServiceName } from "./job.ts";

/** What a job takes when its definition does not say otherwise. `inputs` is the whole tree: the honest default. */
export const JOB_DEFAULTS = {
  inputs: ["**"],
  timeoutMs: 10 * 60_000,
  retries: 0,
  isRestorable: true,
  isAdvisory: false,
} as const;

interface JobOptions {
  readonly name: string;
  /** Default: the name. */
  readonly description?: string;
  /** Default: every file of the tree. */
  readonly inputs?: readonly string[];
  readonly outputs?: readonly string[];
  readonly environment?: readonly string[];
  readonly secrets?: readonly string[];
  readonly services?: readonly ServiceName[];
  readonly needs?: readonly string[];
  /** Of one attempt. Default: 10 minutes. */
  readonly timeoutMs?: number;
  /** Attempts after the first. Default: 0. */
  readonly retries?: number;
  /** Default: true. A job that measures what another changed outside the tree (a smoke test) must say false too. */
  readonly isRestorable?: boolean;
  readonly freshForMs?: number;
  /** Default: false. */
  readonly isAdvisory?: boolean;
  /** True: it runs while no other job does. Default: false. */
  readonly isExclusive?: boolean;
  /** Environments whose runs it belongs to. Default: every run. */
  readonly onlyFor?: readonly string[];
}

/** A job that is a shell command, run at the repository's root. */
export interface CommandJobDefinition extends JobOptions {
  readonly command: string;
  readonly run?: never;
}

/** A job that is a function of ours; the job's name and the engine's digest stand for it in the fingerprint. */
export interface FunctionJobDefinition extends JobOptions {
  readonly run: FunctionAction["run"];
  readonly command?: never;
}

/** What `defineJob` takes: a command or a function, and whatever differs from `JOB_DEFAULTS`. */
export type JobDefinition = CommandJobDefinition | FunctionJobDefinition;

/**
 * Fills the defaults of a job; checks nothing (`checkPipeline` does, for the whole pipeline at once).
 * Example: `defineJob({ name: "lint", command: "eslint ." }).timeoutMs` is 600000.
 */
export function defineJob(definition: JobDefinition): Job {
  const { command, run, ...options } = definition;
  return {
    description: definition.name,
    outputs: [],
    environment: [],
    secrets: [],
    services: [],
    needs: [],
    ...JOB_DEFAULTS,
    ...options,
    action: run === undefined ? { kind: "command", command } : { kind: "function", name: definition.name, run },
  };
}
