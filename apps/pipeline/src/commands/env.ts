import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnvironment } from "@ecommerce-cart/environments";
import { branchProblems } from "../branch-plan.ts";
import { CommandFailure } from "../command-failure.ts";
import { formatProblem, listEnvironmentNames, readEnvironment } from "../delivery/read-environment.ts";
import type { Invocation } from "../invocation.ts";

/** `./pipeline env list` */
export function envListCommand({ rootDirectory }: Invocation): void {
  for (const name of listEnvironmentNames(rootDirectory)) {
    const { url, target, rollout, trigger } = readEnvironment(rootDirectory, name);
    console.log(
      `${name.padEnd(14)} ${url.padEnd(36)} ${target.kind}, ${rollout.strategy}, on ${trigger.on} to ${trigger.branches.join(", ") || "no branch"}`,
    );
  }
}

/** `./pipeline env show ENV` */
export function envShowCommand({ rootDirectory }: Invocation, name: string): void {
  console.log(JSON.stringify(readEnvironment(rootDirectory, name), null, 2));
}

/** `./pipeline env check`. Throws CommandFailure with every problem of every file, then of their agreement with pipeline.ts. */
export function envCheckCommand(invocation: Invocation): void {
  const { rootDirectory } = invocation;
  const names = listEnvironmentNames(rootDirectory);
  const problems = names.flatMap((name) => {
    const fileName = `environments/${name}.yaml`;
    const parsed = parseEnvironment(readFileSync(join(rootDirectory, fileName), "utf8"), fileName);
    return parsed.ok ? [] : parsed.error.map(formatProblem);
  });
  if (problems.length > 0) throw new CommandFailure(problems.join("\n"));
  const disagreements = branchProblems(invocation);
  if (disagreements.length > 0) throw new CommandFailure(disagreements.join("\n"));
  console.log(`${names.length} environments, no problem: ${names.join(", ")}`);
}
