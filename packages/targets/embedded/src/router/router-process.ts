import { randomBytes } from "node:crypto";
import type { Server } from "node:http";
import { createControlApi } from "./control-api.ts";
import { describeError, logToStderr } from "./json-log.ts";
import { readFileIfThere, removeFile, writePrivateFile } from "./private-file.ts";
import type { RouterArguments } from "./router-arguments.ts";
import { Router, listenOn } from "./router.ts";
import type { DrainOutcome, RouterState, RouterStateFile } from "./router-state.ts";
import { RoutesStore } from "./routes-store.ts";

/** Exit code when a port is taken by somebody else. */
export const EXIT_PORT_BUSY = 98;
const SIGNAL_DRAIN_MS = 10_000;
const LINGER_MS = 2_000;

/** The router as a process: ports, files, signals and the end. */
export class RouterProcess {
  readonly #args: RouterArguments;
  readonly #startedAt = new Date().toISOString();
  readonly #token = randomBytes(32).toString("base64url");
  readonly #router: Router;
  readonly #control: Server;
  readonly #store: RoutesStore;
  #uncaughtErrorCount = 0;
  #shutdown: Promise<DrainOutcome> | undefined;

  constructor(args: RouterArguments) {
    this.#args = args;
    const { policy } = args;
    this.#store = new RoutesStore(args.routesFile);
    this.#router = new Router({ policy, random: Math.random, log: logToStderr });
    this.#control = createControlApi({
      router: this.#router,
      store: this.#store,
      token: this.#token,
      policy,
      log: logToStderr,
      describe: () => this.#describe(),
      shutdown: (timeoutMs) => this.#stop(timeoutMs),
      onStopped: () => this.#control.close(),
    });
  }

  /** Restores the last routes, listens, and says so in the state file; ends by itself after a shutdown or a signal. */
  async run(): Promise<void> {
    this.#surviveBugs();
    await this.#restoreRoutes();
    const { host, port, controlPort, stateFile } = this.#args;
    const control = await listenOn(this.#control, "127.0.0.1", controlPort);
    const traffic = control.ok ? await this.#router.listen(host, port) : control;
    if (!control.ok || !traffic.ok) return this.#failToListen(traffic.ok ? port : traffic.error.port);
    const state: RouterStateFile = {
      pid: process.pid,
      startedAt: this.#startedAt,
      port: traffic.value,
      controlPort: control.value,
      token: this.#token,
    };
    await writePrivateFile(stateFile, `${JSON.stringify(state)}\n`);
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void this.#endBySignal(signal));
    logToStderr("info", "listening", { host, port: state.port, controlPort: state.controlPort });
  }

  async #restoreRoutes(): Promise<void> {
    const routes = await this.#store.load();
    if (routes.ok) this.#router.applyRoutes(routes.value);
    else
      logToStderr("error", "saved routes are damaged; none are routed until new ones come", { problems: routes.error });
  }

  #failToListen(port: number): void {
    process.exitCode = EXIT_PORT_BUSY;
    logToStderr("error", `port ${port} is busy: end what listens there, or choose another port`, { port });
    this.#control.close();
    void this.#stop(0);
  }

  #describe(): RouterState {
    return {
      pid: process.pid,
      startedAt: this.#startedAt,
      uncaughtErrorCount: this.#uncaughtErrorCount,
      ...this.#router.describe(),
    };
  }

  #stop(timeoutMs: number): Promise<DrainOutcome> {
    this.#shutdown ??= this.#router.shutdown(timeoutMs).then(async (outcome) => {
      await this.#removeOwnStateFile();
      logToStderr("info", "stopped", { outcome });
      // Whatever still holds the process then is a bug; it must not keep the port's owner waiting.
      setTimeout(() => process.exit(process.exitCode), LINGER_MS).unref();
      return outcome;
    });
    return this.#shutdown;
  }

  async #endBySignal(signal: string): Promise<void> {
    logToStderr("info", "stopping", { signal });
    await this.#stop(SIGNAL_DRAIN_MS);
    this.#control.close();
    this.#control.closeAllConnections();
  }

  /** A later router may have written its own by now. */
  async #removeOwnStateFile(): Promise<void> {
    const text = await readFileIfThere(this.#args.stateFile);
    if (text !== null && text.includes(this.#token)) await removeFile(this.#args.stateFile);
  }

  /**
   * A bug in one exchange must not end everybody else's: it is logged and counted, the supervisor reads the count.
   * What an exchange knows belongs to it alone, so the others are as sound as before.
   */
  #surviveBugs(): void {
    const note = (kind: string) => (error: unknown) => {
      this.#uncaughtErrorCount += 1;
      logToStderr("error", kind, describeError(error));
    };
    process.on("uncaughtException", note("uncaught exception"));
    process.on("unhandledRejection", note("unhandled rejection"));
  }
}
