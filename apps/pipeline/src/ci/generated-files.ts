import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { checkCiSettings, findDrift, generateCi, planCi } from "@ecommerce-cart/ci-generators";
import type { CiSettings, Drift, GeneratedFile } from "@ecommerce-cart/ci-generators";
import { EXIT_CODES } from "@ecommerce-cart/pipeline-model";
import type { BranchTrigger, Pipeline } from "@ecommerce-cart/pipeline-model";
import { CommandFailure } from "../command-failure.ts";
import { listEnvironmentNames, readEnvironment } from "../delivery/read-environment.ts";

/** What the files are generated from. */
export interface CiSource {
  readonly rootDirectory: string;
  readonly pipeline: Pipeline;
  readonly ci: CiSettings;
  readonly branchTriggers: readonly BranchTrigger[];
}

const WORKFLOWS = ".github/workflows";

/** What each CI's file should hold. Throws CommandFailure with every problem of the settings. */
export function expectedCiFiles({ rootDirectory, pipeline, ci, branchTriggers }: CiSource): readonly GeneratedFile[] {
  const names = listEnvironmentNames(rootDirectory);
  const problems = checkCiSettings(ci, pipeline, names);
  if (problems.length > 0)
    throw new CommandFailure(problems.map(({ path, message }) => `${path}: ${message}`).join("\n"), EXIT_CODES.usage);
  const environments = names.map((name) => readEnvironment(rootDirectory, name));
  return generateCi(planCi({ pipeline, settings: ci, branchTriggers, environments }));
}

/** Where the files on disk differ from what they should hold. */
export function findCiDrift(source: CiSource): readonly Drift[] {
  const expected = expectedCiFiles(source);
  const folder = join(source.rootDirectory, WORKFLOWS);
  const workflows = existsSync(folder) ? readdirSync(folder).map((name) => `${WORKFLOWS}/${name}`) : [];
  const paths = new Set([...expected.map(({ path }) => path), ...workflows.filter((path) => /\.ya?ml$/.test(path))]);
  const found = [...paths]
    .filter((path) => existsSync(join(source.rootDirectory, path)))
    .map((path) => [path, readFileSync(join(source.rootDirectory, path), "utf8")] as const);
  return findDrift(expected, new Map(found));
}

/** Writes every file, and returns what was written. */
export function writeCiFiles(source: CiSource): readonly GeneratedFile[] {
  const expected = expectedCiFiles(source);
  for (const { path, text } of expected) {
    mkdirSync(dirname(join(source.rootDirectory, path)), { recursive: true });
    writeFileSync(join(source.rootDirectory, path), text);
  }
  return expected;
}
