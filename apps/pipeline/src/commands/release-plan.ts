import { planRelease } from "../delivery/plan-release.ts";
import type { Invocation } from "../invocation.ts";
import { readSource } from "../run/execute-run.ts";

/** `./pipeline release plan` */
export async function releasePlanCommand(invocation: Invocation, flags: { readonly json?: true }): Promise<void> {
  await readSource(invocation.rootDirectory);
  const plan = await planRelease(invocation.rootDirectory);
  if (flags.json === true) return void console.log(JSON.stringify(plan, null, 2));
  console.log(`last release: ${plan.lastTag ?? "none"}; ${plan.commitCount} commits since`);
  console.log(
    `a build of this commit is ${plan.buildVersion}; a release would be ${plan.next.version} (${plan.next.bump})\n`,
  );
  console.log(plan.notes);
}
