import { existsSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { isPortFree } from "@ecommerce-cart/services";
import { writeJsonAtomically } from "./atomic-file.ts";
import { EmbeddedTarget } from "./embedded-target.ts";
import type { EnvironmentConfig } from "./environment-config.ts";
import { failureOfSystemError } from "./environment-failure.ts";
import type { EnvironmentFailure } from "./environment-failure.ts";
import { environmentLayout } from "./environment-layout.ts";
import type { EnvironmentLayout } from "./environment-layout.ts";
import { findLeftovers } from "./leftovers.ts";
import { findSupervisor, ownEntryPoints, startSupervisor } from "./start-supervisor.ts";
import type { EntryPoints } from "./start-supervisor.ts";
import { stopEnvironment } from "./stop-environment.ts";
import { callSupervisor, readSupervisorFile, SupervisorUnreachable } from "./supervisor-client.ts";
import type { SupervisorFile } from "./supervisor-client.ts";
import { FOLDER_IN_PLACE, readConfigFile, readSupervisorState } from "./supervisor/state-file.ts";

const READY_TIMEOUT_MS = 90_000;
/** How long an environment that was adopted may be repairing itself before its problem is reported. */
const REPAIR_MS = 10_000;
const POLL_MS = 30;

/**
 * Brings the environment up, or adopts the one that runs; resolves when the database and the router serve.
 * Releases that were deployed before are started again, and may still be starting. An environment that could not be
 * brought up leaves no process; one that ran already is left as it is.
 */
export async function ensureEnvironment(
  config: EnvironmentConfig,
  entryPoints: EntryPoints = ownEntryPoints(),
): Promise<Result<EmbeddedTarget, EnvironmentFailure>> {
  const layout = environmentLayout(config.directory);
  try {
    const damaged = findDamage(layout);
    if (damaged !== undefined) return err(damaged);
    const wasRunning = findLeftovers(layout).length > 0;
    const target = targetOf(layout, entryPoints);
    const failure = (await bringUp(config, layout, entryPoints)) ?? (await untilReady(target, wasRunning));
    if (failure === undefined) return ok(target);
    if (!wasRunning) await stopEnvironment(config.directory, { drainTimeoutMs: 0 });
    return err(failure);
  } catch (error) {
    return err(failureOfSystemError(error, config.directory));
  }
}

/**
 * The environment that runs in this folder; undefined when none does. Where only its supervisor was killed, a new
 * one is started, which adopts the rest.
 */
export async function findEnvironment(
  directory: string,
  entryPoints: EntryPoints = ownEntryPoints(),
): Promise<EmbeddedTarget | undefined> {
  const layout = environmentLayout(directory);
  if (findLeftovers(layout).length === 0) return undefined;
  const target = targetOf(layout, entryPoints);
  const status = await target.status();
  return status.ok ? target : undefined;
}

/** The config that the environment of this folder runs with; undefined when it does not run. */
export function findRunningConfig(directory: string): EnvironmentConfig | undefined {
  const layout = environmentLayout(directory);
  if (findLeftovers(layout).length === 0) return undefined;
  const config = readConfigFile(layout.configFile);
  return config.ok ? config.value : undefined;
}

function targetOf(layout: EnvironmentLayout, entryPoints: EntryPoints): EmbeddedTarget {
  return new EmbeddedTarget({
    locate: async () => {
      const living = findSupervisor(layout);
      if (living !== undefined) return living;
      // A supervisor that ended as it should takes its file with it; one that was killed leaves it.
      if (readSupervisorFile(layout.supervisorFile) === undefined) return undefined;
      const started = await startSupervisor(layout, entryPoints);
      return started.ok ? started.value : undefined;
    },
  });
}

/** Says which file, where one that a start would read or write is damaged. */
function findDamage(layout: EnvironmentLayout): EnvironmentFailure | undefined {
  const misplaced = findMisplaced(layout);
  if (misplaced !== undefined) return misplaced;
  const state = readSupervisorState(layout.stateFile);
  if (!state.ok) return state.error;
  if (readSupervisorFile(layout.supervisorFile) !== "damaged") return undefined;
  return { kind: "damaged-state-file", file: layout.supervisorFile, detail: "it does not say where the supervisor is" };
}

/** A folder where a file belongs, or the other way round: seen at once, rather than by the supervisor or the router later. */
function findMisplaced(layout: EnvironmentLayout): EnvironmentFailure | undefined {
  const { configFile, supervisorFile, lockFile, stateFile, routerStateFile, routesFile } = layout;
  const files = [configFile, supervisorFile, lockFile, stateFile, routerStateFile, routesFile];
  const folder = files.find((file) => statSync(file, { throwIfNoEntry: false })?.isDirectory() === true);
  if (folder !== undefined) return { kind: "damaged-state-file", file: folder, detail: FOLDER_IN_PLACE };
  const file = [layout.logsDirectory, layout.pidsDirectory, layout.postgresDirectory].find(
    (path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === false,
  );
  return file === undefined ? undefined : { kind: "damaged-state-file", file, detail: "a folder belongs in its place" };
}

async function bringUp(
  config: EnvironmentConfig,
  layout: EnvironmentLayout,
  entryPoints: EntryPoints,
): Promise<EnvironmentFailure | undefined> {
  const living = findSupervisor(layout);
  const obstacle = living === undefined ? await findForeigner(config, layout) : findDifference(config, layout);
  if (obstacle !== undefined) return obstacle;
  if (living === undefined) forgetWithoutDatabase(config, layout);
  writeJsonAtomically(layout.configFile, config);
  if (living !== undefined && (await reloadConfig(living))) return undefined;
  const started = await startSupervisor(layout, entryPoints);
  return started.ok ? undefined : started.error;
}

/** Where the data folder was deleted, nothing is deployed any more: what was would run on a database without tables. */
function forgetWithoutDatabase(config: EnvironmentConfig, layout: EnvironmentLayout): void {
  const hasDatabase = config.databaseUrl !== undefined || existsSync(join(layout.postgresDirectory, "data"));
  if (!hasDatabase && findLeftovers(layout).length === 0) rmSync(layout.stateFile, { force: true });
}

/** The port is another process's: neither free nor held by the router that a killed supervisor left. */
async function findForeigner(
  config: EnvironmentConfig,
  layout: EnvironmentLayout,
): Promise<EnvironmentFailure | undefined> {
  const { host, port } = config;
  const hasRouter = findLeftovers(layout).some(({ name }) => name === "router");
  if (port === 0 || hasRouter || (await isPortFree(port, host))) return undefined;
  return { kind: "environment-port-busy", host, port };
}

/** False when the supervisor died before it could. */
async function reloadConfig(supervisor: SupervisorFile): Promise<boolean> {
  try {
    await callSupervisor(supervisor, { method: "POST", path: "/config" });
    return true;
  } catch (error) {
    if (error instanceof SupervisorUnreachable) return false;
    throw error;
  }
}

/** What the running environment cannot change while it runs. */
function findDifference(config: EnvironmentConfig, layout: EnvironmentLayout): EnvironmentFailure | undefined {
  const running = readConfigFile(layout.configFile);
  if (!running.ok) return undefined;
  const { name } = config;
  const { host, port, databaseUrl } = running.value;
  if (host !== config.host || port !== config.port)
    return { kind: "environment-differs", name, detail: `it listens on port ${port} of ${host}` };
  if (databaseUrl === config.databaseUrl) return undefined;
  return { kind: "environment-differs", name, detail: "it runs with another database" };
}

async function untilReady(target: EmbeddedTarget, wasRunning: boolean): Promise<EnvironmentFailure | undefined> {
  const begunAtMs = Date.now();
  for (;;) {
    const asked = await target.status();
    if (asked.ok && asked.value.isReady) return undefined;
    const waitedMs = Date.now() - begunAtMs;
    const problem = asked.ok ? asked.value.problems[0] : undefined;
    if (problem !== undefined && waitedMs >= (wasRunning ? REPAIR_MS : 0)) return problem;
    if (waitedMs >= READY_TIMEOUT_MS) return notReady(asked);
    await delay(POLL_MS);
  }
}

function notReady(asked: Result<unknown, unknown>): EnvironmentFailure {
  const detail = asked.ok ? "it is not ready after 90 s" : JSON.stringify(asked.error);
  return { kind: "supervisor-did-not-start", logFile: join("logs", "supervisor.log"), detail };
}
