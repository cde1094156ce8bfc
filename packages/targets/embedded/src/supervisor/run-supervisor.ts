import { randomBytes } from "node:crypto";
import { existsSync, rmSync } from "node:fs";
import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { ownIdentity } from "@ecommerce-cart/process-identity";
import type { ProcessIdentity } from "@ecommerce-cart/process-identity";
import { writeJsonAtomically } from "../atomic-file.ts";
import type { EnvironmentFailure } from "../environment-failure.ts";
import { environmentLayout } from "../environment-layout.ts";
import type { StoppedProcess } from "../stop-process.ts";
import { controlRoutes } from "./control-routes.ts";
import { serveControl } from "./control-server.ts";
import { readConfigFile, readSupervisorState } from "./state-file.ts";
import { StateKeeper } from "./state-keeper.ts";
import { Supervisor } from "./supervisor.ts";
import { releaseLock, takeLock } from "./supervisor-lock.ts";

/** What a supervisor is started with. */
export interface SupervisorStart {
  /** Absolute; the environment's folder, in which its config is. */
  readonly directory: string;
  /** Absolute; the program of the router. */
  readonly routerEntry: string;
  readonly log: (line: string) => void;
}

const FOLDER_CHECK_MS = 2_000;

/** A supervisor that acts and answers. */
export interface RunningSupervisor {
  /** Ends everything; the supervisor's own end follows. */
  shutdown(drainTimeoutMs: number): Promise<readonly StoppedProcess[]>;
  /** What was stopped, once a shutdown, by whatever way it was asked for, has ended everything. */
  readonly ended: Promise<readonly StoppedProcess[]>;
}

/** Another process supervises the environment already. */
export interface SupervisedAlready {
  readonly kind: "supervised-already";
  readonly pid: number;
}

/** Supervises an environment in this process; resolves when it answers. */
export async function runSupervisor(
  start: SupervisorStart,
): Promise<Result<RunningSupervisor, EnvironmentFailure | SupervisedAlready>> {
  const { directory, routerEntry, log } = start;
  const layout = environmentLayout(directory);
  const self = ownIdentity();
  const holder = takeLock(layout.lockFile, self);
  if (holder !== undefined) return err({ kind: "supervised-already", pid: holder.pid });
  const config = readConfigFile(layout.configFile);
  const state = readSupervisorState(layout.stateFile);
  if (!config.ok) return config;
  if (!state.ok) return state;
  const keeper = new StateKeeper(layout.stateFile, state.value);
  return ok(await serve(new Supervisor({ config: config.value, layout, routerEntry, keeper, log }), self));
}

async function serve(supervisor: Supervisor, self: ProcessIdentity): Promise<RunningSupervisor> {
  const { layout, log } = supervisor;
  const { promise: everythingStopped, resolve, reject } = Promise.withResolvers<readonly StoppedProcess[]>();
  let shuttingDown: Promise<readonly StoppedProcess[]> | undefined;
  const shutdown = (drainTimeoutMs: number) => {
    if (shuttingDown === undefined) {
      shuttingDown = supervisor.shutdown(drainTimeoutMs);
      shuttingDown.then(resolve, reject);
    }
    return shuttingDown;
  };
  const token = randomBytes(24).toString("base64url");
  const { server, port } = await serveControl(controlRoutes(supervisor, { self, shutdown }), token, log);
  await supervisor.start();
  writeJsonAtomically(layout.supervisorFile, { ...self, port, token });
  log(`supervising ${layout.directory}, process ${self.pid}, control port ${port}`);
  const watch = watchFolder(supervisor, shutdown);
  const ended = everythingStopped.then(async (stopped) => {
    clearInterval(watch);
    rmSync(layout.supervisorFile, { force: true });
    // Lets the answer of the call that asked for it go out; no new connection is taken.
    await new Promise((done) => server.close(done));
    releaseLock(layout.lockFile, self);
    return stopped;
  });
  return { shutdown, ended };
}

/** Ends the environment once its folder was deleted: nobody could find its processes any more, nor its port's holder. */
function watchFolder(
  { layout, log }: Supervisor,
  shutdown: (drainTimeoutMs: number) => Promise<readonly StoppedProcess[]>,
): NodeJS.Timeout {
  const watch = setInterval(() => {
    if (existsSync(layout.lockFile) || existsSync(layout.supervisorFile)) return;
    clearInterval(watch);
    log(`${layout.directory} was deleted: stopping everything`);
    // What is written down on the way tells of releases whose database is gone.
    const forget = () => existsSync(layout.lockFile) || rmSync(layout.stateFile, { force: true });
    void shutdown(0).then(forget, (error: unknown) => log(`stopping failed: ${String(error)}`));
  }, FOLDER_CHECK_MS);
  return watch;
}
