import { execFile } from "node:child_process";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { promisify } from "node:util";
import type { JobContext, JobOutcome } from "@ecommerce-cart/pipeline-model";
import { measureReport } from "../gates/bound-report.ts";
import { listTypeScript, readSources } from "../gates/judged-tree.ts";
import { measureCode } from "../measure/measure-code.ts";

const execute = promisify(execFile);
const MAX_OUTPUT_BYTES = 64 * 1024 ** 2;
const KNIP = "knip --no-exit-code --no-config-hints --no-progress --reporter ./scripts/knip-reporter.mjs";
const CRUISE = "depcruise --config .dependency-cruiser.cjs --output-type json apps packages pipeline.ts";

/** Measures functions, clones and markers of every TypeScript file: reports/code.json. */
export async function measureCodeOfRun({ rootDirectory }: JobContext): Promise<JobOutcome> {
  const files = listTypeScript(rootDirectory);
  const sources = new Set(readSources(rootDirectory).map(({ path }) => path));
  await measureReport(rootDirectory, { path: "reports/code.json", scope: "code" }, () =>
    measureCode(files, (path) => sources.has(path), setImmediate),
  );
  return { kind: "passed", note: `${files.length} files` };
}

/** Measures what nothing uses, and imports that break a rule: reports/dead-code.json and reports/imports.json. */
export async function measureDependenciesOfRun(context: JobContext): Promise<JobOutcome> {
  const { rootDirectory } = context;
  const measure = (path: string, run: () => Promise<string>) =>
    measureReport(rootDirectory, { path, scope: "repository" }, run);
  // One after the other: a machine has few cores, and other jobs want them too.
  await measure("reports/dead-code.json", () => runTool(context, KNIP));
  await measure("reports/imports.json", async () => withoutImports(await runTool(context, CRUISE)));
  return { kind: "passed" };
}

/** What a tool of the repository's own packages prints. Throws, with what it says, where it prints nothing. */
async function runTool({ rootDirectory, signal }: JobContext, command: string): Promise<string> {
  const [tool = "", ...args] = command.split(" ");
  const file = join(rootDirectory, "node_modules/.bin", tool);
  const options = { cwd: rootDirectory, signal, maxBuffer: MAX_OUTPUT_BYTES };
  try {
    return (await execute(file, args, options)).stdout;
  } catch (error) {
    // Both exit with another code than 0 where they found something: what they print says what.
    if (error instanceof Error && "code" in error && typeof error.code === "number" && "stdout" in error)
      if (typeof error.stdout === "string" && error.stdout.trim() !== "") return error.stdout;
    throw error;
  }
}

/** The modules by name, the summary whole: what each imports makes the report forty times as long. */
function withoutImports(text: string): string {
  const { modules, summary } = JSON.parse(text) as { modules: { source: string }[]; summary: unknown };
  return `${JSON.stringify({ modules: modules.map(({ source }) => ({ source })), summary })}\n`;
}
