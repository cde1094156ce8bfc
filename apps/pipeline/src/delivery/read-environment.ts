import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseEnvironment } from "@ecommerce-cart/environments";
import type { Environment, EnvironmentProblem } from "@ecommerce-cart/environments";
import { CommandFailure } from "../command-failure.ts";

const FOLDER = "environments";

/** The names of the environments, from their files. */
export function listEnvironmentNames(rootDirectory: string): readonly string[] {
  return readdirSync(join(rootDirectory, FOLDER))
    .filter((name) => name.endsWith(".yaml"))
    .map((name) => basename(name, ".yaml"))
    .sort();
}

/** Reads `environments/<name>.yaml`. Throws CommandFailure naming every problem of the file, or the names that exist. */
export function readEnvironment(rootDirectory: string, name: string): Environment {
  const names = listEnvironmentNames(rootDirectory);
  if (!names.includes(name))
    throw new CommandFailure(`there is no environment "${name}": ${FOLDER}/ has ${names.join(", ")}.`);
  const parsed = parseFile(rootDirectory, name);
  if (!parsed.ok) throw new CommandFailure(parsed.error.map(formatProblem).join("\n"));
  return parsed.value;
}

/** Every environment whose file can be read, by name: for what is no reason to stop. */
export function readEnvironments(rootDirectory: string): readonly Environment[] {
  return listEnvironmentNames(rootDirectory).flatMap((name) => {
    const parsed = parseFile(rootDirectory, name);
    return parsed.ok ? [parsed.value] : [];
  });
}

function parseFile(rootDirectory: string, name: string): ReturnType<typeof parseEnvironment> {
  const fileName = `${FOLDER}/${name}.yaml`;
  return parseEnvironment(readFileSync(join(rootDirectory, fileName), "utf8"), fileName);
}

/** "environments/staging.yaml:12:3 rollout.web_count: …" */
export function formatProblem(problem: EnvironmentProblem): string {
  const where = `${problem.fileName}:${problem.line}:${problem.column}`;
  return problem.path === "" ? `${where} ${problem.message}` : `${where} ${problem.path}: ${problem.message}`;
}
