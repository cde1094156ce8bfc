import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { isSameProcess } from "@ecommerce-cart/process-identity";
import { STOP_TIMEOUT_MS } from "../environment-config.ts";
import type { EnvironmentConfig } from "../environment-config.ts";
import type { EnvironmentLayout } from "../environment-layout.ts";
import { readPidFiles } from "../spawn-detached.ts";
import { awaitEnd, stopProcess } from "../stop-process.ts";
import type { StoppedProcess } from "../stop-process.ts";
import { ActionRunner } from "./action-runner.ts";
import { noteHealthy, updateInstance } from "./changes.ts";
import { DatabaseKeeper } from "./database-keeper.ts";
import { InstanceWatch } from "./instance-watch.ts";
import { boundLog } from "./log-files.ts";
import { pruneLogs } from "./prune-logs.ts";
import { reconcile } from "./reconcile.ts";
import type { Observed } from "./reconcile.ts";
import { instanceLogFile } from "./release-processes.ts";
import { RouterKeeper } from "./router-keeper.ts";
import type { StateKeeper } from "./state-keeper.ts";
import { slotName } from "./supervisor-state.ts";
import type { InstanceRecord, SupervisorState } from "./supervisor-state.ts";

/** What a supervisor works on. */
export interface SupervisorOptions {
  readonly config: EnvironmentConfig;
  readonly layout: EnvironmentLayout;
  /** The router's program; absolute. */
  readonly routerEntry: string;
  readonly keeper: StateKeeper;
  readonly log: (line: string) => void;
}

/** How often the world is looked at: while something is on its way, and while nothing is. Ends of own children wake it. */
const BUSY_MS = 40;
const IDLE_MS = 250;
const AFTER_ERROR_MS = 1_000;
const TIDY_MS = 10_000;
/** A process that does not become healthy for this long is looked at less often. */
const STARTING_MS = 60_000;

/** Keeps the environment as its state asks: looks, decides by `reconcile`, acts, and begins again. */
export class Supervisor {
  readonly database: DatabaseKeeper;
  readonly router: RouterKeeper;
  readonly watch: InstanceWatch;
  readonly actions: ActionRunner;
  readonly keeper: StateKeeper;
  readonly layout: EnvironmentLayout;
  readonly log: (line: string) => void;
  /** Names of the tasks that run now. */
  readonly runningTasks = new Set<string>();
  #config: EnvironmentConfig;
  #isClosing = false;
  #isAwake = false;
  #endSleep: (() => void) | undefined;
  #running: Promise<void> = Promise.resolve();
  #tidiedAtMs = Date.now();

  constructor(options: SupervisorOptions) {
    const { config, layout, keeper, log } = options;
    this.#config = config;
    this.layout = layout;
    this.keeper = keeper;
    this.log = log;
    const wake = () => this.wake();
    this.database = new DatabaseKeeper({
      directory: layout.postgresDirectory,
      databaseUrl: config.databaseUrl,
      port: () => keeper.state.postgresPort,
      onStarted: ({ port }) => this.#note((state) => ({ ...state, postgresPort: port })),
      log,
    });
    this.router = new RouterKeeper({
      layout,
      entry: options.routerEntry,
      host: config.host,
      port: () => (config.port === 0 ? (keeper.state.routerPort ?? 0) : config.port),
      onStarted: ({ port }) => this.#note((state) => ({ ...state, routerPort: port })),
      log,
    });
    this.watch = new InstanceWatch({
      onListening: (pid, port) => {
        this.#note((state) => updateInstance(state, pid, { port }));
      },
      onHealth: (pid, isHealthy) => {
        this.#note((state) => (isHealthy ? noteHealthy(state, pid) : state));
      },
    });
    this.actions = new ActionRunner({
      config: () => this.config,
      layout,
      keeper,
      databaseUrl: () => this.database.url,
      router: () => this.router.router,
      wake,
      log,
    });
  }

  get config(): EnvironmentConfig {
    return this.#config;
  }

  /** Web processes that live and whose last check passed. */
  get healthyPids(): ReadonlySet<number> {
    const { instances } = this.keeper.state;
    const healthy = instances.filter((instance) => this.watch.healthyPids.has(instance.pid) && isSameProcess(instance));
    return new Set(healthy.map(({ pid }) => pid));
  }

  /** Holds for processes that start from now on. */
  reconfigure(config: EnvironmentConfig): void {
    this.#config = config;
    this.wake();
  }

  /** Begins to act. */
  async start(): Promise<void> {
    await this.#stopUnknown();
    this.#running = this.#run();
  }

  /** Looks again at once. */
  wake(): void {
    this.#isAwake = true;
    this.#endSleep?.();
  }

  /** Waits until `isDone`; false when it is not after `timeoutMs`. */
  async until(isDone: () => boolean, timeoutMs: number): Promise<boolean> {
    const deadline = Date.now() + timeoutMs;
    while (!isDone()) {
      if (Date.now() >= deadline || this.#isClosing) return false;
      await delay(10);
    }
    return true;
  }

  /** True when the router has confirmed all that the state asks of it, and nothing more is to be done about routes. */
  areRoutesSettled(): boolean {
    return (
      this.router.router !== undefined &&
      !reconcile(this.keeper.state, this.#observe(Date.now()), this.#policy()).some(({ kind }) => kind === "route")
    );
  }

  /** Ends everything: the router first, so that no request is cut, then the releases, then the database. */
  async shutdown(drainTimeoutMs: number): Promise<readonly StoppedProcess[]> {
    this.#isClosing = true;
    this.wake();
    await this.#running;
    const stopTimeoutMs = this.#policy().stopTimeoutMs;
    const router = await this.#stopRouter(drainTimeoutMs);
    const named = readPidFiles(this.layout.pidsDirectory).filter(({ name }) => name !== "router");
    const known = this.keeper.state.instances.map((instance) => ({ ...instance, name: slotName(instance) }));
    const others = named.filter(({ pid }) => !known.some((instance) => instance.pid === pid));
    const instances = await Promise.all([...known, ...others].map((target) => stopProcess(target, stopTimeoutMs)));
    const server = await this.database.close();
    const postgres: StoppedProcess | undefined = server && { name: "postgres", pid: server.pid, how: "ended" };
    this.keeper.update((state) => ({ ...state, instances: [], owner: null }));
    readPidFiles(this.layout.pidsDirectory);
    return [router, ...instances, postgres].filter((stopped) => stopped !== undefined);
  }

  async #stopRouter(drainTimeoutMs: number): Promise<StoppedProcess | undefined> {
    await this.router.close();
    const router = this.router.router;
    if (router === undefined) return undefined;
    await router.control.shutdown(drainTimeoutMs);
    return awaitEnd({ ...router, name: "router" }, STOP_TIMEOUT_MS);
  }

  async #run(): Promise<void> {
    while (!this.#isClosing) {
      this.#isAwake = false;
      const pauseMs = await this.#turn().catch((error: unknown) => {
        // A full disk, most of all: nothing is lost, and the next turn tries again.
        this.log(`this turn failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
        return AFTER_ERROR_MS;
      });
      if (!this.#isAwake) await this.#sleep(pauseMs);
    }
  }

  async #turn(): Promise<number> {
    const nowMs = Date.now();
    this.database.check(nowMs);
    this.router.check(nowMs);
    const observed = this.#observe(nowMs);
    const living = this.keeper.state.instances.filter(({ pid }) => observed.livingPids.has(pid));
    this.watch.look(living, (instance) => instanceLogFile(this.layout, instance), nowMs);
    const actions = reconcile(this.keeper.state, this.#observe(nowMs), this.#policy());
    for (const action of actions) await this.actions.run(action);
    if (nowMs - this.#tidiedAtMs >= TIDY_MS) await this.#tidy(nowMs);
    return actions.length > 0 || this.#isBusy(nowMs) ? BUSY_MS : IDLE_MS;
  }

  #observe(nowMs: number): Observed {
    const living = this.keeper.state.instances.filter((instance) => isSameProcess(instance));
    return {
      nowMs,
      canStart: this.database.url !== undefined,
      livingPids: new Set(living.map(({ pid }) => pid)),
      crashes: this.actions.crashes,
      confirmedRoutes: this.actions.confirmedRoutes,
      isRouterRunning: this.router.router !== undefined,
    };
  }

  #policy(): { readonly workerCount: number; readonly stopTimeoutMs: number } {
    return { workerCount: this.config.workerCount, stopTimeoutMs: this.config.stopTimeoutMs ?? STOP_TIMEOUT_MS };
  }

  #isBusy(nowMs: number): boolean {
    const isStarting = (instance: InstanceRecord) =>
      instance.role === "web" &&
      !this.watch.healthyPids.has(instance.pid) &&
      nowMs - instance.launchedAtMs < STARTING_MS;
    const { instances } = this.keeper.state;
    const isMoving = instances.some((instance) => instance.stoppingSinceMs !== undefined || isStarting(instance));
    return isMoving || !this.database.isServing || this.router.router === undefined;
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#endSleep = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Writes down what was seen. What a full disk refuses is seen again. */
  #note(change: (state: SupervisorState) => SupervisorState): void {
    try {
      this.keeper.update(change);
    } catch (error) {
      this.log(`what was seen could not be written: ${String(error)}`);
    }
    this.wake();
  }

  /** Keeps the logs of what runs and of the last few that were retired. Logs that cannot be removed stop nothing. */
  pruneLogs(): void {
    const { releases, instances } = this.keeper.state;
    const tasks = [...this.runningTasks].map((name) => name.slice(name.indexOf("@") + 1));
    const inUse = new Set<string>([
      ...releases.map(({ release }) => release.id),
      ...instances.map(({ releaseId }) => releaseId),
      ...tasks,
    ]);
    try {
      const count = pruneLogs(this.layout.logsDirectory, inUse);
      if (count > 0) this.log(`removed the logs of ${count} releases that were retired long ago`);
    } catch (error) {
      this.log(`old logs could not be removed: ${String(error)}`);
    }
  }

  async #tidy(nowMs: number): Promise<void> {
    this.#tidiedAtMs = nowMs;
    this.#boundLogs();
    await this.#stopUnknown();
  }

  /** Processes whose start a killed supervisor had not yet written down; they have served nobody. */
  async #stopUnknown(): Promise<void> {
    const known = new Set(this.keeper.state.instances.map(({ pid }) => pid));
    const unknown = readPidFiles(this.layout.pidsDirectory).filter(
      ({ name, pid }) => name !== "router" && !known.has(pid) && !this.runningTasks.has(name),
    );
    await Promise.all(unknown.map((target) => stopProcess(target, 0)));
  }

  #boundLogs(): void {
    // Where a process listens is still read from its log until it has said so.
    const settled = this.keeper.state.instances.filter(({ role, port }) => role === "worker" || port !== undefined);
    for (const instance of settled) boundLog(instanceLogFile(this.layout, instance));
    for (const name of ["supervisor.log", "router.log"]) boundLog(join(this.layout.logsDirectory, name));
    boundLog(join(this.layout.postgresDirectory, "postgres.log"));
  }
}
