import { Option } from "commander";
import type { Command } from "commander";
import type { ReviewFlags } from "./commands/review.ts";
import type { Invocation } from "./invocation.ts";
import { DEFAULT_RUN_FLAGS } from "./run-flags.ts";
import type { RunCommandFlags, UpFlags } from "./run-flags.ts";

const WAIT_HELP = "how long to wait for another command that is under way; 0: not at all; default: 600";
const FOR_BRANCH_HELP = "for the environment that branchTriggers holds this branch (or release tag) to, as a CI does";

/** Adds every command. Each loads its own code when it is called: what a command does not use is not read. */
export function registerCommands(program: Command, invocation: Invocation): void {
  registerRunning(program, invocation);
  registerDelivery(program, invocation);
  registerLooking(program, invocation);
  registerChange(program, invocation);
}

function registerRunning(program: Command, invocation: Invocation): void {
  withRunFlags(
    program.command("run").description("Run the pipeline, or the stages and jobs named, with what they need."),
  )
    .argument("[selection...]", "stages or jobs, e.g. build test")
    .addOption(new Option("--for-branch", FOR_BRANCH_HELP).conflicts("environment"))
    .action(async (selection: string[], flags: RunCommandFlags) =>
      (await import("./commands/run.ts")).runCommand(invocation, selection, flags),
    );
  withRunFlags(
    program
      .command("up")
      .description("Run the pipeline over the checked-out commit and serve the release; Ctrl-C ends it."),
  )
    .option("--detach", "return once it serves; `./pipeline down` ends it")
    .option("--port <n>", "serve on this port rather than the environment's")
    .action(async (flags: UpFlags) => (await import("./commands/up.ts")).upCommand(invocation, flags));
  program
    .command("down")
    .description("Stop an environment and everything it started.")
    .argument("[environment]", "which", "development")
    .action(async (environment: string) => (await import("./commands/down.ts")).downCommand(invocation, environment));
}

function withRunFlags(command: Command): Command {
  return command
    .option("-e, --environment <name>", "the environment that the run is for", DEFAULT_RUN_FLAGS.environment)
    .option("--keep-going", "a failure stops only what needs the failed job")
    .option("--force", "restore nothing")
    .option("--wait <seconds>", WAIT_HELP)
    .option("--json", "print events as NDJSON")
    .option("--verbose", "show every gate, and without a live view every line that jobs write");
}

function registerDelivery(program: Command, invocation: Invocation): void {
  program
    .command("deploy")
    .description("Deploy a release to an environment.")
    .argument("<environment>")
    .option("--release <id>", "release, version, commit or the beginning of one; default: the newest")
    .option("--strategy <name>", "blue-green or rolling; default: the environment's")
    .option("--wait <seconds>", WAIT_HELP)
    .option("--json", "print the report as JSON")
    .action(async (environment: string, flags: { release?: string; strategy?: string; wait?: string; json?: true }) =>
      (await import("./commands/deploy.ts")).deployCommand(invocation, environment, flags),
    );
  program
    .command("rollback")
    .description("Send an environment's traffic back to the release before, or to the one named.")
    .argument("<environment>")
    .option("--release <id>", "release to go back to; default: the one before")
    .option("--wait <seconds>", WAIT_HELP)
    .option("--json", "print the report as JSON")
    .action(async (environment: string, flags: { release?: string; wait?: string; json?: true }) =>
      (await import("./commands/rollback.ts")).rollbackCommand(invocation, environment, flags),
    );
  program
    .command("status")
    .description("What an environment serves, how healthy it is, and what stands open.")
    .argument("<environment>")
    .option("--json", "print as JSON")
    .action(async (environment: string, flags: { json?: true }) =>
      (await import("./commands/status.ts")).statusCommand(invocation, environment, flags),
    );
  program
    .command("history")
    .description("The deployments of an environment, newest first.")
    .argument("<environment>")
    .option("--limit <n>", "how many", "20")
    .option("--json", "print as JSON")
    .action(async (environment: string, flags: { limit: string; json?: true }) =>
      (await import("./commands/history.ts")).historyCommand(invocation, environment, flags),
    );
}

function registerLooking(program: Command, invocation: Invocation): void {
  program
    .command("explain")
    .description("Why a job would run, or be restored, now.")
    .argument("<job>")
    .option("-e, --environment <name>", "the environment that the run would be for", DEFAULT_RUN_FLAGS.environment)
    .option("--json", "print as JSON")
    .action(async (job: string, flags: { environment: string; json?: true }) =>
      (await import("./commands/explain.ts")).explainCommand(invocation, job, flags),
    );
  program
    .command("gates")
    .description("Judge every gate again from the reports on disk; runs nothing.")
    .option("-e, --environment <name>", "whose required gates decide", DEFAULT_RUN_FLAGS.environment)
    .option("--all", "a row for each gate that passes, too")
    .option("--json", "print as JSON")
    .action(async (flags: { environment: string; all?: true; json?: true }) =>
      (await import("./commands/gates.ts")).gatesCommand(invocation, flags),
    );
  program
    .command("generate")
    .description("Write the files of GitHub Actions, GitLab CI and Jenkins from pipeline.ts and environments/*.yaml.")
    .option("--check", "write nothing; fail where a file differs")
    .action(async (flags: { check?: true }) =>
      (await import("./commands/generate.ts")).generateCommand(invocation, flags),
    );
  registerEnvironments(program, invocation);
  program
    .command("release")
    .description("What the next release would be.")
    .command("plan")
    .description("The next version and its notes, from the commits since the last tag.")
    .option("--json", "print as JSON")
    .action(async (flags: { json?: true }) =>
      (await import("./commands/release-plan.ts")).releasePlanCommand(invocation, flags),
    );
  program
    .command("clean")
    .description("Remove old runs and cache entries.")
    .option("--all", "all of them")
    .action(async (flags: { all?: true }) => (await import("./commands/clean.ts")).cleanCommand(invocation, flags));
  program
    .command("doctor")
    .description("Check what this machine has, and say what to do about the rest.")
    .action(async () => (await import("./commands/doctor.ts")).doctorCommand(invocation));
}

function registerChange(program: Command, invocation: Invocation): void {
  program
    .command("review")
    .description("What a run says about this change: annotations for the CI, or a comment.")
    .option("--post", "write it once as a comment to the pull or merge request, and update it from then on")
    .option("--must-post", "as --post; that nothing could be posted is a failure")
    .option("--reports", "also write reports/code-quality.json and reports/pipeline.junit.xml, for a CI's own pages")
    .option("--format <name>", "github, gitlab, jenkins, junit or markdown; default: that of the CI, else markdown")
    .option("--run <id>", "default: the latest")
    .action(async (flags: ReviewFlags) => (await import("./commands/review.ts")).reviewCommand(invocation, flags));
  program
    .command("branch")
    .description("What a push to a branch starts: stages, environments; and whether its name is right.")
    .argument("[name]", "default: the branch that is checked out")
    .option("--json", "print as JSON")
    .action(async (name: string | undefined, flags: { json?: true }) =>
      (await import("./commands/branch.ts")).branchCommand(invocation, name, flags),
    );
}

function registerEnvironments(program: Command, invocation: Invocation): void {
  const env = program.command("env").description("The environments of environments/*.yaml.");
  const commands = () => import("./commands/env.ts");
  env
    .command("list")
    .description("Their names, URLs and targets.")
    .action(async () => (await commands()).envListCommand(invocation));
  env
    .command("show")
    .description("One environment, with defaults filled in.")
    .argument("<environment>")
    .action(async (name: string) => (await commands()).envShowCommand(invocation, name));
  env
    .command("check")
    .description("Check every file against the schema.")
    .action(async () => (await commands()).envCheckCommand(invocation));
}
