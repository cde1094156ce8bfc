import { executeRun, requestOf } from "../run/execute-run.ts";
import { listenForInterruption } from "../run/interruption.ts";
import type { Invocation } from "../invocation.ts";
import type { RunFlags } from "../run-flags.ts";

/** `./pipeline run [selection…]` */
export async function runCommand(invocation: Invocation, selection: readonly string[], flags: RunFlags): Promise<void> {
  using interruption = listenForInterruption();
  const summary = await executeRun(invocation, requestOf(flags, selection, interruption.signal));
  process.exitCode = summary.exitCode;
}
