import { execFileSync, spawnSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Job, Pipeline } from "@ecommerce-cart/pipeline-model";

/** A clone of this repository whose jobs take no time, prepared for turbo and for our own command line alike. */
export interface RepositoryClone {
  /** Absolute; the caller removes it. */
  readonly root: string;
  readonly fileCount: number;
}

/** How the clone is made. */
export interface CloneRequest {
  readonly checkout: string;
  readonly pipeline: Pipeline;
  /** Take over what the checkout has changed since its commit. */
  readonly hasChanges: boolean;
}

/** Where neither tool looks for inputs. */
const TURBO_CACHE = "node_modules/.cache/turbo";
const QUICK_JOB = "node benchmarks/engine/quick-job.mjs";

/** The same jobs, inputs, outputs and needs; what a job does is replaced. */
const QUICK_PIPELINE = `import type { Job } from "@ecommerce-cart/pipeline-model";
import { pipeline as own } from "./own-pipeline.ts";

const answer = async () => ({ kind: "skipped" as const, note: "serves already: the same digest" });

function quick(given: Job): Job {
  // turbo leaves its logs there.
  const job = given.inputs.includes("**") ? { ...given, inputs: ["**", "!.turbo/**"] } : given;
  if (job.name === "deploy") return { ...job, action: { kind: "function", name: job.name, run: answer } };
  return { ...job, isRestorable: true, action: { kind: "command", command: \`${QUICK_JOB} \${job.name}\` } };
}

export { branchTriggers, ci, gates } from "./own-pipeline.ts";
export const pipeline = { ...own, stages: own.stages.map((stage) => ({ ...stage, jobs: stage.jobs.map(quick) })) };
`;

/** Clones the checkout into a temporary folder and commits what both tools need. */
export function cloneRepository({ checkout, pipeline, hasChanges }: CloneRequest): RepositoryClone {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "no-op-repository-")));
  execFileSync("git", ["clone", "--quiet", checkout, root]);
  if (hasChanges) takeOverChanges(checkout, root);
  shareModules(checkout, root);
  renameSync(join(root, "pipeline.ts"), join(root, "own-pipeline.ts"));
  writeFileSync(join(root, "pipeline.ts"), QUICK_PIPELINE);
  writeFileSync(join(root, "turbo.json"), json(turboConfiguration(pipeline)));
  addScripts(join(root, "package.json"), jobsOf(pipeline));
  appendFileSync(join(root, ".gitignore"), ".turbo/\n");
  git(root, "add", "--all");
  git(root, "commit", "--quiet", "--message", "chore(repo): prepare the benchmark");
  return { root, fileCount: git(root, "ls-files").split("\n").length - 1 };
}

/** All jobs, in the order of the definition. */
export function jobsOf(pipeline: Pipeline): readonly Job[] {
  return pipeline.stages.flatMap((stage) => stage.jobs);
}

/** Also files that git does not know yet. */
function takeOverChanges(checkout: string, root: string): void {
  const listed = git(checkout, "ls-files", "-z", "--modified", "--others", "--exclude-standard");
  for (const path of new Set(listed.split("\0").filter((name) => name !== ""))) {
    if (existsSync(join(checkout, path))) cpSync(join(checkout, path), join(root, path));
    else rmSync(join(root, path), { force: true });
  }
}

/** Hard links where the file system can: neither tool writes there. */
function shareModules(checkout: string, root: string): void {
  const [source, target] = [join(checkout, "node_modules"), join(root, "node_modules")];
  if (spawnSync("cp", ["-al", source, target]).status !== 0)
    cpSync(source, target, { recursive: true, verbatimSymlinks: true });
  // The one file there that is written in place: by an install.
  const record = join(target, ".installed-package-lock.json");
  rmSync(record, { force: true });
  cpSync(join(root, "package-lock.json"), record);
}

/**
 * Root tasks with our globs. No tool reads the outputs of another job as inputs here: for ours needs stand for them,
 * and turbo would hash them as they lie before the run.
 */
function turboConfiguration(pipeline: Pipeline): unknown {
  const jobs = jobsOf(pipeline);
  const outputs = jobs.flatMap((job) => job.outputs);
  const isOutput = (glob: string): boolean =>
    outputs.some((output) => glob.startsWith(`${output.split("/")[0]}/`) && /^(coverage|reports)\//.test(glob));
  const tasks = jobs.map((job) => {
    const inputs = job.inputs.filter((glob) => !isOutput(glob));
    const isEverything = inputs.includes("**");
    return [
      `//#${job.name}`,
      {
        dependsOn: job.needs.map((need) => `//#${need}`),
        // Left out, it means all files that git does not ignore.
        ...(isEverything ? {} : { inputs: [...inputs, ...outputs.map((output) => `!${output}/**`)] }),
        outputs: job.outputs.flatMap((output) => [output, `${output}/**`]),
        env: job.environment,
      },
    ];
  });
  return { cacheDir: TURBO_CACHE, globalDependencies: pipeline.globalInputs, tasks: Object.fromEntries(tasks) };
}

function addScripts(path: string, jobs: readonly Job[]): void {
  const manifest = JSON.parse(readFileSync(path, "utf8")) as { readonly scripts: Readonly<Record<string, string>> };
  const quick = Object.fromEntries(jobs.map(({ name }) => [name, `${QUICK_JOB} ${name}`]));
  writeFileSync(path, json({ ...manifest, packageManager: "npm@11.0.0", scripts: { ...manifest.scripts, ...quick } }));
}

function git(root: string, ...args: readonly string[]): string {
  const identity = ["-c", "user.name=benchmark", "-c", "user.email=benchmark@localhost"];
  return execFileSync("git", [...identity, ...args], { cwd: root, encoding: "utf8" });
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
