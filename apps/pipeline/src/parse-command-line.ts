import { EXIT_CODES } from "@ecommerce-cart/pipeline-model";
import { Command, CommanderError } from "commander";
import type { Invocation } from "./invocation.ts";
import { registerCommands } from "./register-commands.ts";

const EPILOGUE = `
Exit codes: 0 all required passed · 1 a job or a required gate failed · 2 usage · 3 nothing failed, but a required
gate is not measured · 4 rolled back by itself · 5 waiting for approval · 6 refused or locked · 130 interrupted`;

/** Finds the command that the words mean and runs it. What cannot be understood is told, and sets the exit code. */
export async function parseCommandLine(invocation: Invocation): Promise<void> {
  const program = new Command("./pipeline")
    .description("From a commit to a release that serves traffic, and back.")
    .addHelpText("after", EPILOGUE)
    .showSuggestionAfterError()
    .exitOverride();
  registerCommands(program, invocation);
  try {
    await program.parseAsync([...invocation.argv], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? EXIT_CODES.passed : EXIT_CODES.usage;
  }
}
