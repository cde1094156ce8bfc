import { describeRefusal, explainJob } from "@ecommerce-cart/task-runner";
import { CommandFailure } from "../command-failure.ts";
import { readSource, runVariables } from "../run/execute-run.ts";
import type { Invocation } from "../invocation.ts";

/** `./pipeline explain JOB` */
export async function explainCommand(
  invocation: Invocation,
  job: string,
  flags: { readonly environment: string; readonly json?: true },
): Promise<void> {
  const { rootDirectory, engineDigest, pipeline } = invocation;
  const processEnvironment = {
    ...process.env,
    ...runVariables(await readSource(rootDirectory)),
  };
  const explained = await explainJob(job, {
    pipeline,
    rootDirectory,
    environmentName: flags.environment,
    processEnvironment,
    engineDigest,
  });
  if (!explained.ok) throw new CommandFailure(describeRefusal(explained.error));
  if (flags.json === true) return void console.log(JSON.stringify(explained.value, null, 2));
  console.log(`${job} would be ${explained.value.wouldRestore ? "restored" : "run"}:`);
  for (const cause of explained.value.causes) console.log(`  ${cause}`);
}
