import type { Job } from "@ecommerce-cart/pipeline-model";
import type { FingerprintInputs, InputNeed } from "@ecommerce-cart/task-graph";
import { sha256 } from "./content-digest.ts";
import type { Variables } from "./job-environment.ts";
import type { MatchedFiles, TreeSnapshot } from "./tree-snapshot.ts";

/** What the fingerprints of one run have in common. */
export interface FingerprintContext {
  readonly snapshot: TreeSnapshot;
  readonly globalInputs: readonly string[];
  readonly variables: Variables;
  readonly engineDigest: string;
  readonly environmentName: string;
}

/** What decides a job, and what of it could not be read. */
export interface JobInputs {
  readonly inputs: FingerprintInputs;
  readonly unreadable: readonly string[];
}

/** Gathers what decides a job. `needs` are the tokens of the jobs it needs, in any order. */
export function gatherInputs(job: Job, needs: readonly InputNeed[], context: FingerprintContext): JobInputs {
  const { files, unreadable } = filesOf(job, context);
  const inputs: FingerprintInputs = {
    job: job.name,
    action: describeAction(job, context.engineDigest),
    definition: describeDefinition(job),
    toolchain: `Node ${process.version} ${process.platform} ${process.arch}`,
    files,
    variables: variablesOf(job, context),
    needs: needs.toSorted((a, b) => (a.job < b.job ? -1 : 1)),
  };
  return { inputs, unreadable };
}

/** A function is told which environment the run is for, and may answer otherwise for another. */
function variablesOf({ environment, action }: Job, context: FingerprintContext): FingerprintInputs["variables"] {
  const declared = environment.toSorted().map((name) => ({ name, digest: digestOf(context.variables[name]) }));
  if (action.kind === "command") return declared;
  return [...declared, { name: "PIPELINE_ENVIRONMENT", digest: sha256(context.environmentName) }];
}

/** The global files are matched by themselves: an exclusion of the job's does not reach them. */
function filesOf(job: Job, { snapshot, globalInputs }: FingerprintContext): MatchedFiles {
  const own = snapshot.filesFor(job.inputs);
  const shared = snapshot.filesFor(globalInputs);
  // A snapshot has one object for each file.
  const others = shared.files.filter((file) => !own.files.includes(file));
  const files = others.length === 0 ? own.files : [...own.files, ...others].sort((a, b) => (a.path < b.path ? -1 : 1));
  return { files, unreadable: [...new Set([...own.unreadable, ...shared.unreadable])] };
}

function describeAction({ action }: Job, engineDigest: string): string {
  return action.kind === "command" ? `command ${action.command}` : `function ${action.name} of engine ${engineDigest}`;
}

function describeDefinition(job: Job): string {
  return JSON.stringify([
    ["inputs", job.inputs],
    ["outputs", job.outputs],
    ["secrets", job.secrets.toSorted()],
    ["services", job.services.toSorted()],
    ["timeoutMs", job.timeoutMs],
    ["retries", job.retries],
    ["freshForMs", job.freshForMs ?? null],
    ["isAdvisory", job.isAdvisory],
  ]);
}

function digestOf(value: string | undefined): string | null {
  return value === undefined ? null : sha256(value);
}
