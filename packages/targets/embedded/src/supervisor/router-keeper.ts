import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { isSameProcess, signalProcess } from "@ecommerce-cart/process-identity";
import type { ProcessIdentity } from "@ecommerce-cart/process-identity";
import type { EnvironmentLayout } from "../environment-layout.ts";
import { RouterControl } from "../router/router-control.ts";
import type { RouterStateFile } from "../router/router-state.ts";
import { nodeArguments, readPidFile, spawnDetached } from "../spawn-detached.ts";
import { afterFailure, NO_FAILURES } from "./backoff.ts";
import type { Backoff } from "./backoff.ts";
import { fileSize, readFrom } from "./log-files.ts";
import { processEnvironment } from "./process-environment.ts";

/** What the keeper of a router needs. */
export interface RouterOptions {
  readonly layout: EnvironmentLayout;
  readonly entry: string;
  readonly host: string;
  /** The port to listen on; 0 takes a free one. */
  readonly port: () => number;
  readonly onStarted: (router: RunningRouter) => void;
  readonly log: (line: string) => void;
}

/** A router that serves. */
export interface RunningRouter extends ProcessIdentity {
  readonly port: number;
  readonly controlPort: number;
  readonly control: RouterControl;
}

/** Why there is no router. */
export interface RouterProblem {
  readonly isPortBusy: boolean;
  /** Of its log. */
  readonly detail: string;
}

const START_TIMEOUT_MS = 15_000;
const POLL_MS = 20;
const LOG_TAIL_BYTES = 4_000;

/** Keeps the environment's router running: adopts one that lives, starts one where none does. */
export class RouterKeeper {
  readonly #options: RouterOptions;
  #router: RunningRouter | undefined;
  #backoff: Backoff = NO_FAILURES;
  #problem: RouterProblem | undefined;
  #starting: Promise<void> | undefined;
  #isClosed = false;

  constructor(options: RouterOptions) {
    this.#options = options;
  }

  /** The router that serves now. */
  get router(): RunningRouter | undefined {
    return this.#router !== undefined && isSameProcess(this.#router) ? this.#router : undefined;
  }

  /** Why there is none; undefined when there is one. */
  get problem(): RouterProblem | undefined {
    return this.#problem;
  }

  get pidFile(): string {
    return join(this.#options.layout.pidsDirectory, "router.pid");
  }

  get logFile(): string {
    return join(this.#options.layout.logsDirectory, "router.log");
  }

  /** Starts or adopts a router where none serves and its time has come; does not wait for it. */
  check(nowMs: number): void {
    const isIdle = this.router !== undefined || this.#starting !== undefined || this.#isClosed;
    if (isIdle || nowMs < this.#backoff.dueAtMs) return;
    this.#starting = this.#start().finally(() => (this.#starting = undefined));
  }

  /** Starts it no more; resolves when no start is under way. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#starting;
  }

  async #start(): Promise<void> {
    const found = this.#adopt() ?? (await this.#launch());
    if (found === undefined) {
      this.#backoff = afterFailure(this.#backoff, Date.now());
      this.#options.log(`the router did not start: ${this.#problem?.detail ?? ""}`);
      return;
    }
    this.#router = found;
    this.#problem = undefined;
    this.#backoff = NO_FAILURES;
    this.#options.log(`the router serves on port ${found.port}, process ${found.pid}`);
    this.#options.onStarted(found);
  }

  /** The router that its state file names, provided that it is the one that the pid file names too. */
  #adopt(): RunningRouter | undefined {
    const alive = readPidFile(this.pidFile);
    const file = readRouterFile(this.#options.layout.routerStateFile);
    if (alive === undefined || file === undefined || file.pid !== alive.pid) return undefined;
    const { port, controlPort, token } = file;
    return { ...alive, port, controlPort, control: new RouterControl({ controlPort, token }) };
  }

  async #launch(): Promise<RunningRouter | undefined> {
    const { layout, entry, host, port } = this.#options;
    const alive = readPidFile(this.pidFile);
    // One whose starter was killed may be about to listen: it is adopted then.
    if (alive !== undefined) return this.#untilServing(alive, 0);
    rmSync(layout.routerStateFile, { force: true });
    const logStart = fileSize(this.logFile);
    const files = ["--state-file", layout.routerStateFile, "--routes-file", layout.routesFile];
    const launched = await spawnDetached({
      file: process.execPath,
      args: [...nodeArguments(entry), "--host", host, "--port", String(port()), ...files],
      environment: processEnvironment(),
      cwd: layout.directory,
      logFile: this.logFile,
      pidFile: this.pidFile,
      marker: layout.routerStateFile,
    });
    if (launched === undefined) return this.#fail(logStart);
    return this.#untilServing(launched, logStart);
  }

  async #untilServing(launched: ProcessIdentity, logStart: number): Promise<RunningRouter | undefined> {
    const deadline = Date.now() + START_TIMEOUT_MS;
    while (isSameProcess(launched) && Date.now() < deadline) {
      const adopted = this.#adopt();
      if (adopted !== undefined) return adopted;
      await delay(POLL_MS);
    }
    signalProcess(launched, "SIGKILL");
    return this.#fail(logStart);
  }

  #fail(logStart: number): undefined {
    const detail = readFrom(this.logFile, logStart, LOG_TAIL_BYTES).trim();
    this.#problem = { isPortBusy: detail.includes("EADDRINUSE"), detail };
    return undefined;
  }
}

/** What a router wrote into its state file; undefined when that is missing or not whole. */
export function readRouterFile(path: string): RouterStateFile | undefined {
  try {
    const found = JSON.parse(readFileSync(path, "utf8")) as Partial<RouterStateFile>;
    const hasPorts = [found.pid, found.port, found.controlPort].every((value) => Number.isInteger(value));
    return hasPorts && typeof found.token === "string" ? (found as RouterStateFile) : undefined;
  } catch {
    return undefined;
  }
}
