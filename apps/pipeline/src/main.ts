import { EXIT_CODES } from "@ecommerce-cart/pipeline-model";
import { Command, CommanderError } from "commander";
import { CommandFailure } from "./command-failure.ts";
import { pipeline } from "../../../pipeline.ts";
import type { Invocation, Launch } from "./invocation.ts";
import { registerCommands } from "./register-commands.ts";

const EPILOGUE = `
Exit codes: 0 all required passed · 1 a job or a required gate failed · 2 usage · 3 nothing failed, but a required
gate is not measured · 4 rolled back by itself · 5 waiting for approval · 6 refused or locked · 130 interrupted`;

/** What scripts/launch.mjs calls: one command over this repository's own pipeline. */
export async function main(launch: Launch): Promise<void> {
  process.stdout.on("error", ignoreClosedPipe);
  await runCommandLine({ ...launch, pipeline });
}

/** Runs one command and sets the process's exit code. Expected failures print one message; bugs print their stack. */
export async function runCommandLine(invocation: Invocation): Promise<void> {
  const program = new Command("./pipeline")
    .description("From a commit to a release that serves traffic, and back.")
    .addHelpText("after", EPILOGUE)
    .showSuggestionAfterError()
    .exitOverride();
  registerCommands(program, invocation);
  try {
    await program.parseAsync([...invocation.argv], { from: "user" });
  } catch (error) {
    process.exitCode = exitCodeOf(error);
  }
}

/** `./pipeline run | head`: who reads has seen enough, and the run goes on. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_CODES.passed : EXIT_CODES.usage;
  if (error instanceof CommandFailure) {
    console.error(`pipeline: ${error.message}`);
    return error.exitCode;
  }
  console.error(error);
  return EXIT_CODES.failed;
}
