import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { readStartTime } from "@ecommerce-cart/services";
import { writeJsonAtomically } from "../atomic-file.ts";
import { describeEnvironmentFailure } from "../environment-failure.ts";
import { environmentLayout } from "../environment-layout.ts";
import type { EnvironmentLayout } from "../environment-layout.ts";
import type { StoppedProcess } from "../stop-process.ts";
import { controlRoutes } from "./control-routes.ts";
import { serveControl } from "./control-server.ts";
import { readConfigFile, readSupervisorState } from "./state-file.ts";
import { StateKeeper } from "./state-keeper.ts";
import { Supervisor } from "./supervisor.ts";
import { releaseLock, takeLock } from "./supervisor-lock.ts";

const USAGE = "usage: main <folder of the environment> <program of the router>";
const SIGNAL_DRAIN_MS = 10_000;

function log(line: string): void {
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), msg: line })}\n`);
}

/** Runs the supervisor of the environment in `directory` until it is told to shut down. Returns the exit code. */
async function main(directory: string | undefined, routerEntry: string | undefined): Promise<number> {
  if (directory === undefined || routerEntry === undefined) return refuse(USAGE, 2);
  const layout = environmentLayout(directory);
  const self = { pid: process.pid, startedAt: readStartTime(process.pid) ?? "" };
  const holder = takeLock(layout.lockFile, self);
  if (holder !== undefined) return refuse(`process ${holder.pid} supervises this environment already`, 0);
  const config = readConfigFile(layout.configFile);
  const state = readSupervisorState(layout.stateFile);
  if (!config.ok) return refuse(describeEnvironmentFailure(config.error), 1);
  if (!state.ok) return refuse(describeEnvironmentFailure(state.error), 1);
  const keeper = new StateKeeper(layout.stateFile, state.value);
  const supervisor = new Supervisor({ config: config.value, layout, routerEntry, keeper, log });
  const stopped = await serve(supervisor, layout, self);
  releaseLock(layout.lockFile, self);
  log(`stopped: ${stopped.map(({ name, pid, how }) => `${name} (${pid}, ${how})`).join(", ")}`);
  return 0;
}

/** Acts and answers until a shutdown has ended everything; returns what was stopped. */
async function serve(
  supervisor: Supervisor,
  layout: EnvironmentLayout,
  self: { readonly pid: number; readonly startedAt: string },
): Promise<readonly StoppedProcess[]> {
  const ended = Promise.withResolvers<readonly StoppedProcess[]>();
  let shuttingDown: Promise<readonly StoppedProcess[]> | undefined;
  const shutdown = (drainTimeoutMs: number) => {
    shuttingDown ??= supervisor.shutdown(drainTimeoutMs);
    shuttingDown.then(ended.resolve, ended.reject);
    return shuttingDown;
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void shutdown(SIGNAL_DRAIN_MS));
  process.on("SIGHUP", () => log("SIGHUP is ignored: an environment outlives its terminal"));
  const token = randomBytes(24).toString("base64url");
  const { server, port } = await serveControl(controlRoutes(supervisor, { self, shutdown }), token, log);
  await supervisor.start();
  writeJsonAtomically(layout.supervisorFile, { ...self, port, token });
  log(`supervising ${layout.directory}, process ${self.pid}, control port ${port}`);
  const stopped = await ended.promise;
  rmSync(layout.supervisorFile, { force: true });
  // Lets the answer of the shutdown call go out; no new connection is taken.
  await new Promise((resolve) => server.close(resolve));
  return stopped;
}

function refuse(message: string, exitCode: number): number {
  process.stderr.write(`${message}\n`);
  return exitCode;
}

process.exitCode = await main(process.argv[2], process.argv[3]);
