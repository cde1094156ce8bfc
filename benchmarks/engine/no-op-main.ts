import { definePipeline } from "@ecommerce-cart/pipeline-model";
import { readSourceState, runPipeline } from "@ecommerce-cart/task-runner";
import { BUILD_SCRIPT, needsOf } from "./synthetic-tasks.ts";

// The whole of what a command line would do, less its printing: compiled to one file by no-op-run.ts.
async function main(): Promise<void> {
  const source = readSourceState(process.cwd(), process.env).then((read) => {
    if (!read.ok) throw new Error(read.error.kind);
    return read.value;
  });
  const packages = Array.from({ length: 12 }, (_, index) => `p${index}`);
  const jobs = packages.map((name, index) => ({
    name,
    command: `cd packages/${name} && ${BUILD_SCRIPT}`,
    inputs: [`packages/${name}/src/**`, `packages/${name}/package.json`],
    outputs: [`packages/${name}/dist`],
    needs: needsOf(packages, index),
  }));
  const pipeline = definePipeline({
    name: "benchmark",
    globalInputs: ["package.json", "package-lock.json", "turbo.json"],
    stages: [{ name: "build", jobs }],
  });
  const run = await runPipeline({
    pipeline,
    selection: [],
    rootDirectory: process.cwd(),
    source,
    environmentName: "development",
    processEnvironment: process.env,
    engineDigest: "benchmark",
  });
  if (!run.ok) throw new Error(run.error.kind);
  const restored = run.value.jobs.filter(({ status }) => status === "restored").length;
  process.stdout.write(`${restored} of ${run.value.jobs.length} restored in ${run.value.durationMs} ms\n`);
  process.exitCode = run.value.exitCode;
}

void main();
