import { checkBranchName, renderReport } from "@ecommerce-cart/source-checks";
import { planBranch } from "../branch-plan.ts";
import type { BranchPlan } from "../branch-plan.ts";
import { CommandFailure } from "../command-failure.ts";
import type { Invocation } from "../invocation.ts";
import { readSource } from "../run/execute-run.ts";

/** `./pipeline branch [NAME]` */
export async function branchCommand(
  invocation: Invocation,
  name: string | undefined,
  flags: { readonly json?: true },
): Promise<void> {
  const branch = name ?? (await readSource(invocation.rootDirectory)).branch;
  if (branch === undefined) throw new CommandFailure("HEAD is detached: name a branch, `./pipeline branch main`.");
  const plan = planBranch(branch, invocation);
  const checked = checkBranchName(branch);
  if (flags.json === true)
    return void console.log(JSON.stringify({ ...plan, mistakes: checked.ok ? [] : checked.error.mistakes }, null, 2));
  console.log(describePlan(plan));
  if (!checked.ok) console.log(`\n${renderReport(checked.error)}`);
}

function describePlan({ branch, pattern, stages, environments, judgedAs }: BranchPlan): string {
  if (stages.length === 0) return `${branch} starts nothing: no row of branchTriggers in pipeline.ts matches it`;
  const row = pattern === branch ? "" : `  (as ${pattern})`;
  const places = environments.map(({ name, how }) => `  ${name}: ${how}`);
  const deploys = places.length === 0 ? ["deploys to no environment"] : ["deploys to", ...places];
  const gates = `is judged by the gates of ${judgedAs}`;
  return [`${branch} runs ${stages.join(", ")}${row}`, gates, ...deploys].join("\n");
}
