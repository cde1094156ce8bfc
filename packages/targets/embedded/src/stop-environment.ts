import { existsSync } from "node:fs";
import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { isSameProcess } from "@ecommerce-cart/process-identity";
import { findPostgres } from "@ecommerce-cart/services";
import { failureOfSystemError } from "./environment-failure.ts";
import type { EnvironmentFailure } from "./environment-failure.ts";
import { environmentLayout } from "./environment-layout.ts";
import type { EnvironmentLayout } from "./environment-layout.ts";
import { findLeftovers, forgetProcesses } from "./leftovers.ts";
import { RouterControl } from "./router/router-control.ts";
import { awaitEnd, stopProcess } from "./stop-process.ts";
import type { StoppableProcess, StoppedProcess } from "./stop-process.ts";
import { callSupervisor, readSupervisorFile, SupervisorUnreachable } from "./supervisor-client.ts";
import { readRouterFile } from "./supervisor/router-keeper.ts";

/** What a stop did; empty when nothing ran. */
export interface StopReport {
  readonly stopped: readonly StoppedProcess[];
}

/** How long requests under way may take before they are cut; 10 000 ms by default. */
export interface StopOptions {
  readonly drainTimeoutMs?: number;
}

const DRAIN_TIMEOUT_MS = 10_000;
/** Router, releases and database end one after the other, each within its own limit. */
const SHUTDOWN_EXTRA_MS = 90_000;
const INSTANCE_TIMEOUT_MS = 12_000;
const ROUTER_EXTRA_MS = 2_000;
const EXIT_TIMEOUT_MS = 5_000;
const ROUNDS = 3;

/**
 * Ends the environment of this folder: requests under way finish, then releases and database end, and no process is
 * left. Where the supervisor was killed, its processes are found by what they and it wrote down. What the environment
 * had deployed is remembered, and runs again after the next start.
 */
export async function stopEnvironment(
  directory: string,
  options: StopOptions = {},
): Promise<Result<StopReport, EnvironmentFailure>> {
  if (!existsSync(directory)) return ok({ stopped: [] });
  try {
    return await stopAll(environmentLayout(directory), options.drainTimeoutMs ?? DRAIN_TIMEOUT_MS);
  } catch (error) {
    return err(failureOfSystemError(error, directory));
  }
}

async function stopAll(
  layout: EnvironmentLayout,
  drainTimeoutMs: number,
): Promise<Result<StopReport, EnvironmentFailure>> {
  const stopped = [...(await stopThroughSupervisor(layout, drainTimeoutMs))];
  for (let round = 1; round <= ROUNDS; round += 1) {
    stopped.push(...(await stopLeftovers(layout, drainTimeoutMs)));
    // One that was being started when its supervisor died may only now have said who it is.
    if (findLeftovers(layout).length === 0) return ok({ stopped });
  }
  return err({ kind: "processes-remain", pids: findLeftovers(layout).map(({ pid }) => pid) });
}

async function stopThroughSupervisor(
  layout: EnvironmentLayout,
  drainTimeoutMs: number,
): Promise<readonly StoppedProcess[]> {
  const file = readSupervisorFile(layout.supervisorFile);
  if (file === undefined || file === "damaged" || !isSameProcess(file)) return [];
  const supervisor = { ...file, name: "supervisor" };
  const timeoutMs = drainTimeoutMs + SHUTDOWN_EXTRA_MS;
  try {
    const body = { timeoutMs: drainTimeoutMs };
    const answer = (await callSupervisor(file, { method: "POST", path: "/shutdown", body, timeoutMs })) as Result<
      readonly StoppedProcess[],
      unknown
    >;
    return [...(answer.ok ? answer.value : []), await awaitEnd(supervisor, EXIT_TIMEOUT_MS)];
  } catch (error) {
    if (!(error instanceof SupervisorUnreachable)) throw error;
    // It hangs, or is ending by itself: what it leaves is found below.
    return [await awaitEnd(supervisor, EXIT_TIMEOUT_MS)];
  }
}

async function stopLeftovers(layout: EnvironmentLayout, drainTimeoutMs: number): Promise<readonly StoppedProcess[]> {
  const found = findLeftovers(layout);
  const supervisors = found.filter(({ name }) => name === "supervisor");
  // First who would start the others again; without a control file, a signal is its shutdown.
  const first = await Promise.all(supervisors.map((target) => stopProcess(target, SHUTDOWN_EXTRA_MS)));
  const router = found.find(({ name }) => name === "router");
  const second = router && (await stopRouter(layout, router, drainTimeoutMs));
  const rest = found.filter((target) => target !== router && !supervisors.includes(target));
  const third = await Promise.all(rest.map((target) => stopProcess(target, INSTANCE_TIMEOUT_MS)));
  const server = await findPostgres(layout.postgresDirectory);
  await server?.stop();
  forgetProcesses(layout);
  const postgres: StoppedProcess | undefined = server && { name: "postgres", pid: server.pid, how: "ended" };
  return [...first, second, ...third, postgres].filter((stopped) => stopped !== undefined);
}

async function stopRouter(
  layout: EnvironmentLayout,
  router: StoppableProcess,
  drainTimeoutMs: number,
): Promise<StoppedProcess | undefined> {
  const file = readRouterFile(layout.routerStateFile);
  if (file === undefined || file.pid !== router.pid) return stopProcess(router, drainTimeoutMs);
  const shutdown = await new RouterControl(file).shutdown(drainTimeoutMs);
  return shutdown.ok ? awaitEnd(router, ROUTER_EXTRA_MS) : stopProcess(router, drainTimeoutMs);
}
