import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { JobContext, JobOutcome } from "@ecommerce-cart/pipeline-model";
import type { Release } from "@ecommerce-cart/release";
import { CommandFailure } from "../command-failure.ts";
import { deployRelease } from "../delivery/deploy-release.ts";
import { describeDeployEvent } from "../delivery/describe-step.ts";
import { embeddedConfig, openEnvironment } from "../delivery/embedded-environment.ts";
import { readEnvironment } from "../delivery/read-environment.ts";
import { RELEASE_FILE } from "./package-jobs.ts";

/** Deploys what the package stage made: migrate, stage, verify, switch, smoke test. The same digest serving: nothing is done. */
export async function deployBundle(context: JobContext): Promise<JobOutcome> {
  const { rootDirectory, log, signal } = context;
  const release = JSON.parse(readFileSync(join(rootDirectory, RELEASE_FILE), "utf8")) as Release;
  try {
    const environment = readEnvironment(rootDirectory, context.environmentName);
    const config = embeddedConfig(rootDirectory, environment, context.environment);
    const target = await openEnvironment(config);
    const url = `http://${config.host}:${config.port}`;
    const onEvent = (event: Parameters<typeof describeDeployEvent>[0]): void => {
      const line = describeDeployEvent(event);
      if (line !== undefined) log(line);
    };
    const report = await deployRelease({ rootDirectory, environment, target, url, onEvent, log, signal }, release);
    if (report.outcome === "unchanged")
      return { kind: "skipped", note: `${report.serving?.id ?? release.id} serves already: the same digest` };
    return { kind: "passed", note: `${release.id} serves at ${url}` };
  } catch (error) {
    if (error instanceof CommandFailure) return { kind: "failed", reason: error.message, exitCode: error.exitCode };
    throw error;
  }
}
