import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { EXIT_CODES } from "@ecommerce-cart/pipeline-model";
import type { JobContext, JobOutcome } from "@ecommerce-cart/pipeline-model";
import type { Release } from "@ecommerce-cart/release";
import { CommandFailure } from "../command-failure.ts";
import { deployRelease } from "../delivery/deploy-release.ts";
import { describeSystemError } from "../describe-system-error.ts";
import { describeDeployEvent } from "../delivery/describe-deploy-event.ts";
import { embeddedConfig, openEnvironment } from "../delivery/embedded-environment.ts";
import { readEnvironment } from "../delivery/read-environment.ts";
import { patienceFor } from "../delivery/lock-patience.ts";
import { readWaitMs } from "../waiting.ts";
import { bundleRelease, RELEASE_FILE } from "./package-jobs.ts";

/** Deploys what the package stage made: migrate, stage, verify, switch, smoke test. The same digest serving: nothing is done. */
export async function deployBundle(context: JobContext): Promise<JobOutcome> {
  const { rootDirectory, log, signal } = context;
  try {
    const release = await bundledRelease(context);
    const environment = readEnvironment(rootDirectory, context.environmentName);
    const config = embeddedConfig(rootDirectory, environment, context.environment);
    const target = await openEnvironment(config);
    const url = `http://${config.host}:${config.port}`;
    const onEvent = (event: Parameters<typeof describeDeployEvent>[0]): void => {
      const line = describeDeployEvent(event);
      if (line !== undefined) log(line);
    };
    const patience = patienceFor(readWaitMs(undefined, context.environment), signal, log);
    const delivery = { rootDirectory, environment, target, url, onEvent, log, patience, signal };
    const report = await deployRelease(delivery, release);
    if (report.outcome === "unchanged")
      return { kind: "skipped", note: `${report.serving?.id ?? release.id} serves already: the same digest` };
    return { kind: "passed", note: `${release.id} serves at ${url}` };
  } catch (error) {
    if (error instanceof CommandFailure) return { kind: "failed", reason: error.message, exitCode: error.exitCode };
    const reason = describeSystemError(error);
    if (reason !== undefined) return { kind: "failed", reason };
    throw error;
  }
}

/** What the package stage made. Its bundle is made again where `.data` was deleted since. */
async function bundledRelease(context: JobContext): Promise<Release> {
  const file = join(context.rootDirectory, RELEASE_FILE);
  const read = (): Release => JSON.parse(readFileSync(file, "utf8")) as Release;
  const isThere = existsSync(file) && existsSync(join(context.rootDirectory, read().bundlePath, "manifest.json"));
  if (isThere) return read();
  context.log("the release's bundle is gone: making it again");
  const made = await bundleRelease(context);
  if (made.kind === "failed") throw new CommandFailure(made.reason, EXIT_CODES.failed);
  return read();
}
