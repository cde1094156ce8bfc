import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { isSameProcess } from "@ecommerce-cart/process-identity";
import type { EnvironmentFailure } from "./environment-failure.ts";
import type { EnvironmentLayout } from "./environment-layout.ts";
import { nodeArguments, spawnDetached } from "./spawn-detached.ts";
import { readSupervisorFile } from "./supervisor-client.ts";
import type { SupervisorFile } from "./supervisor-client.ts";
import { fileSize, readFrom } from "./supervisor/log-files.ts";
import { processEnvironment } from "./supervisor/process-environment.ts";

/** Absolute paths of the programs, where they are not this package's own (compiled, in a release of the pipeline). */
export interface EntryPoints {
  readonly supervisor: string;
  readonly router: string;
}

const START_TIMEOUT_MS = 20_000;
const POLL_MS = 20;
const LOG_TAIL_BYTES = 4_000;

/** The programs beside this file: sources when this is source, compiled when it is compiled. */
export function ownEntryPoints(): EntryPoints {
  const ending = import.meta.url.endsWith(".ts") ? "ts" : "js";
  const path = (name: string) => fileURLToPath(new URL(`./${name}/main.${ending}`, import.meta.url));
  return { supervisor: path("supervisor"), router: path("router") };
}

/** The supervisor that lives; undefined when there is none. */
export function findSupervisor(layout: EnvironmentLayout): SupervisorFile | undefined {
  const file = readSupervisorFile(layout.supervisorFile);
  return file !== undefined && file !== "damaged" && isSameProcess(file) ? file : undefined;
}

/**
 * Starts the supervisor of an environment whose config is written, and waits until it answers. Of two that start at
 * once, one gives way, and the other is returned to both.
 */
export async function startSupervisor(
  layout: EnvironmentLayout,
  entryPoints: EntryPoints,
): Promise<Result<SupervisorFile, EnvironmentFailure>> {
  const logFile = join(layout.logsDirectory, "supervisor.log");
  const logOffset = fileSize(logFile);
  const failed = (detail: string) => err({ kind: "supervisor-did-not-start", logFile, detail } as const);
  const started = await spawnDetached({
    file: process.execPath,
    args: [...nodeArguments(entryPoints.supervisor), layout.directory, entryPoints.router],
    environment: processEnvironment(),
    cwd: layout.directory,
    logFile,
    pidFile: join(layout.directory, "supervisor.pid"),
    marker: layout.directory,
  });
  if (started === undefined) return failed("its program could not be started");
  let exitCode: number | null | undefined;
  void started.ended.then((end) => (exitCode = end.exitCode));
  for (const deadline = Date.now() + START_TIMEOUT_MS; Date.now() < deadline; await delay(POLL_MS)) {
    const file = findSupervisor(layout);
    if (file !== undefined) return ok(file);
    // 0: another one was first, and is about to answer.
    if (exitCode !== undefined && exitCode !== 0) break;
  }
  return failed(readFrom(logFile, logOffset, LOG_TAIL_BYTES).trim() || "it does not answer");
}
