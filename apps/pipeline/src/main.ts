import { EXIT_CODES } from "@ecommerce-cart/pipeline-model";
import { CommandFailure } from "./command-failure.ts";
import { describeSystemError } from "./describe-system-error.ts";
import { branchTriggers, ci, gates, pipeline } from "../../../pipeline.ts";
import type { Invocation, Launch } from "./invocation.ts";
import { DEFAULT_RUN_FLAGS } from "./run-flags.ts";

/** What scripts/launch.cjs calls: one command over this repository's own pipeline. */
export async function main(launch: Launch): Promise<void> {
  process.stdout.on("error", ignoreClosedPipe);
  await runCommandLine({ ...launch, pipeline, branchTriggers, ci, gates: Object.values(gates).flat() });
}

/** Runs one command and sets the process's exit code. Expected failures print one message; bugs print their stack. */
export async function runCommandLine(invocation: Invocation): Promise<void> {
  try {
    await runCommandOf(invocation);
  } catch (error) {
    process.exitCode = exitCodeOf(error);
  }
}

/** A run without options is told from its words alone: the parser of options costs a tenth of a run in which nothing changed. */
async function runCommandOf(invocation: Invocation): Promise<void> {
  const [command, ...words] = invocation.argv;
  if (command === "run" && words.every((word) => !word.startsWith("-")))
    return (await import("./commands/run.ts")).runCommand(invocation, words, DEFAULT_RUN_FLAGS);
  return (await import("./parse-command-line.ts")).parseCommandLine(invocation);
}

/** `./pipeline run | head`: who reads has seen enough, and the run goes on. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommandFailure) {
    console.error(`pipeline: ${error.message}`);
    return error.exitCode;
  }
  const refusal = describeSystemError(error);
  console.error(refusal === undefined ? error : `pipeline: ${refusal}`);
  return EXIT_CODES.failed;
}
