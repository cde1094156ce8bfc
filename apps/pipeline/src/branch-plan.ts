import { checkBranchTriggers, matchesBranch, triggerFor } from "@ecommerce-cart/pipeline-model";
import type { Environment } from "@ecommerce-cart/environments";
import { CommandFailure } from "./command-failure.ts";
import { listEnvironmentNames, readEnvironment } from "./delivery/read-environment.ts";
import type { Invocation } from "./invocation.ts";

type Facts = Pick<Invocation, "rootDirectory" | "pipeline" | "branchTriggers">;

/** What a push to a branch starts. */
export interface BranchPlan {
  readonly branch: string;
  /** The row of `branchTriggers` that decides; undefined where none matches. */
  readonly pattern: string | undefined;
  readonly stages: readonly string[];
  readonly environments: readonly { readonly name: string; readonly how: string }[];
  /** Whose gates judge it; undefined where no row matches. */
  readonly judgedAs: string | undefined;
}

/** What a push to `branch` starts, by the table of pipeline.ts and the environments' files. */
export function planBranch(branch: string, { rootDirectory, branchTriggers }: Facts): BranchPlan {
  const row = triggerFor(branch, branchTriggers);
  const environments = (row?.environments ?? []).map((name) => ({
    name,
    how: describeTrigger(readEnvironment(rootDirectory, name)),
  }));
  return { branch, pattern: row?.pattern, stages: row?.stages ?? [], environments, judgedAs: row?.judgedAs };
}

/**
 * The environment that a push to this branch, or of this tag, is judged for. Throws CommandFailure where neither is known
 * or no row takes it.
 */
export function judgedEnvironment(
  { branch, tag }: { readonly branch: string | undefined; readonly tag: string | undefined },
  { branchTriggers, ci }: Pick<Invocation, "branchTriggers" | "ci">,
): string {
  if (tag !== undefined && ci.releases.tags.some((pattern) => matchesBranch(pattern, tag))) return ci.releases.judgedAs;
  if (branch === undefined) {
    const what = tag === undefined ? "HEAD is detached, and no CI names the branch" : `${tag} marks no release`;
    throw new CommandFailure(`${what}: name the environment, --environment NAME.`);
  }
  const row = triggerFor(branch, branchTriggers);
  if (row === undefined) throw new CommandFailure(`${branch} is in no row of branchTriggers: name the environment.`);
  return row.judgedAs;
}

/** Where the table of pipeline.ts and the environments' files do not agree, one sentence each. */
export function branchProblems({ rootDirectory, pipeline, branchTriggers }: Facts): readonly string[] {
  const environments = listEnvironmentNames(rootDirectory).map((name) => ({
    name,
    branches: readEnvironment(rootDirectory, name).trigger.branches,
  }));
  const stages = pipeline.stages.map(({ name }) => name);
  return checkBranchTriggers(branchTriggers, { stages, environments }).map(
    ({ path, message }) => `${path}: ${message}`,
  );
}

function describeTrigger({ trigger, approval }: Environment): string {
  if (trigger.on === "push") return "at once";
  if (trigger.on === "manual") return "by a person's command";
  return `after ${approval.required} approval${approval.required === 1 ? "" : "s"} by ${approval.by.join(" or ")}`;
}
