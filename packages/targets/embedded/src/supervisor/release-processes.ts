import { join } from "node:path";
import type { ReleaseTask, TargetFailure } from "@ecommerce-cart/deployer";
import type { Release, ReleaseId } from "@ecommerce-cart/release";
import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { signalProcess } from "@ecommerce-cart/process-identity";
import type { EnvironmentConfig } from "../environment-config.ts";
import type { EnvironmentLayout } from "../environment-layout.ts";
import { pidFileOfLaunch, spawnDetached } from "../spawn-detached.ts";
import type { DetachedProcess } from "../spawn-detached.ts";
import { fileSize, readFrom } from "./log-files.ts";
import { processEnvironment } from "./process-environment.ts";
import { findBundle } from "./release-bundle.ts";
import { slotName } from "./supervisor-state.ts";
import type { Slot } from "./supervisor-state.ts";

/** What starting processes of releases needs. */
export interface ReleaseProcessOptions {
  readonly config: EnvironmentConfig;
  readonly layout: EnvironmentLayout;
  readonly databaseUrl: string;
}

/** A process that was started, and where its lines begin in the log of its slot. */
export interface StartedInstance extends DetachedProcess {
  readonly logOffset: number;
}

const OUTPUT_LIMIT_BYTES = 64 * 1024;
const TASK_TIMEOUT_MS = 10 * 60_000;

/** The log of a slot. */
export function instanceLogFile(layout: EnvironmentLayout, slot: Slot): string {
  return join(layout.logsDirectory, slot.releaseId, `${slot.role}-${slot.slot}.log`);
}

/** Folder of the logs of a release. */
export function releaseLogsDirectory(layout: EnvironmentLayout, releaseId: ReleaseId): string {
  return join(layout.logsDirectory, releaseId);
}

/** Starts the process of a slot; says what was wrong when it could not. */
export async function startInstance(
  slot: Slot,
  release: Release,
  options: ReleaseProcessOptions,
): Promise<Result<StartedInstance, string>> {
  const bundle = findBundle(options.config.rootDirectory, release);
  if (!bundle.ok) return bundle;
  const logFile = instanceLogFile(options.layout, slot);
  const logOffset = fileSize(logFile);
  const started = await spawnDetached({
    file: process.execPath,
    args: [bundle.value.entry, slot.role],
    environment: releaseEnvironment(release, options),
    cwd: bundle.value.directory,
    logFile,
    pidFile: pidFileOfLaunch(options.layout.pidsDirectory, slotName(slot)),
    marker: bundle.value.entry,
  });
  return started === undefined ? err("it could not be started") : ok({ ...started, logOffset });
}

/** Example: `taskName(release, "migrate")` is "migrate@0.3.0-abc1234-9f8e7d6c". */
export function taskName(release: Release, task: ReleaseTask): string {
  return `${task}@${release.id}`;
}

/** Runs a task of the release to its end; its output, at most the last 64 KiB, is returned either way. */
export async function runReleaseTask(
  release: Release,
  task: ReleaseTask,
  options: ReleaseProcessOptions,
): Promise<Result<string, TargetFailure>> {
  const failed = (exitCode: number, output: string) => err({ kind: "task-failed", task, exitCode, output } as const);
  const bundle = findBundle(options.config.rootDirectory, release);
  if (!bundle.ok) return failed(1, bundle.error);
  const logFile = join(releaseLogsDirectory(options.layout, release.id), `${task}.log`);
  const logOffset = fileSize(logFile);
  const started = await spawnDetached({
    file: process.execPath,
    args: [bundle.value.entry, task],
    environment: releaseEnvironment(release, options),
    cwd: bundle.value.directory,
    logFile,
    pidFile: pidFileOfLaunch(options.layout.pidsDirectory, taskName(release, task)),
    marker: bundle.value.entry,
  });
  if (started === undefined) return failed(1, "it could not be started");
  const killer = setTimeout(() => signalProcess(started, "SIGKILL"), TASK_TIMEOUT_MS);
  const { exitCode, signal } = await started.ended;
  clearTimeout(killer);
  const output = readFrom(logFile, logOffset, OUTPUT_LIMIT_BYTES);
  return exitCode === 0
    ? ok(output)
    : failed(exitCode ?? 1, signal === null ? output : `${output}\nended by ${signal}`);
}

function releaseEnvironment(release: Release, options: ReleaseProcessOptions): Record<string, string> {
  return {
    ...processEnvironment(),
    NODE_ENV: "production",
    ...options.config.shopEnvironment,
    HOST: "127.0.0.1",
    PORT: "0",
    WORKER_PORT: "0",
    DATABASE_URL: options.databaseUrl,
    APP_VERSION: release.version,
    RELEASE_ID: release.id,
  };
}
