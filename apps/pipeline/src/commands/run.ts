import { tagFromCi } from "@ecommerce-cart/task-runner";
import { judgedEnvironment } from "../branch-plan.ts";
import { executeRun, readSource, requestOf } from "../run/execute-run.ts";
import { listenForInterruption } from "../run/interruption.ts";
import type { Invocation } from "../invocation.ts";
import type { RunCommandFlags } from "../run-flags.ts";

/** `./pipeline run [selection…]` */
export async function runCommand(
  invocation: Invocation,
  selection: readonly string[],
  flags: RunCommandFlags,
): Promise<void> {
  using interruption = listenForInterruption();
  const environment = flags.forBranch === true ? await environmentOfBranch(invocation) : flags.environment;
  const request = requestOf({ ...flags, environment }, selection, interruption.signal);
  const summary = await executeRun(invocation, request);
  process.exitCode = summary.exitCode;
}

async function environmentOfBranch(invocation: Invocation): Promise<string> {
  const { branch } = await readSource(invocation.rootDirectory);
  return judgedEnvironment({ branch, tag: tagFromCi(process.env) }, invocation);
}
