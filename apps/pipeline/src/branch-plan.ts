import { checkBranchTriggers, triggerFor } from "@ecommerce-cart/pipeline-model";
import type { Environment } from "@ecommerce-cart/environments";
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
}

/** What a push to `branch` starts, by the table of pipeline.ts and the environments' files. */
export function planBranch(branch: string, { rootDirectory, branchTriggers }: Facts): BranchPlan {
  const row = triggerFor(branch, branchTriggers);
  const environments = (row?.environments ?? []).map((name) => ({
    name,
    how: describeTrigger(readEnvironment(rootDirectory, name)),
  }));
  return { branch, pattern: row?.pattern, stages: row?.stages ?? [], environments };
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
