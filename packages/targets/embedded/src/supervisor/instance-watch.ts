import { checkHealth } from "./check-health.ts";
import { findListeningPort, readFrom } from "./log-files.ts";
import type { InstanceRecord } from "./supervisor-state.ts";

/** What a watch reports. */
export interface WatchEvents {
  readonly onListening: (pid: number, port: number) => void;
  readonly onHealth: (pid: number, isHealthy: boolean) => void;
}

const CHECK_INTERVAL_MS = 1_000;
const LISTENING_TAIL_BYTES = 256 * 1024;

/** A worker that has not said within this time where it listens is of a release that does not listen. */
const WORKER_LISTENING_MS = 60_000;

/** Reads where processes listen, and checks whether web processes are healthy: at each look until they are, then every second. */
export class InstanceWatch {
  readonly #events: WatchEvents;
  readonly #healthy = new Set<number>();
  readonly #nextCheckMs = new Map<number, number>();
  readonly #underWay = new Set<number>();

  constructor(events: WatchEvents) {
    this.#events = events;
  }

  /** Web processes whose last check passed. */
  get healthyPids(): ReadonlySet<number> {
    return this.#healthy;
  }

  /** Looks at each process once; checks go on after it returns. `logFileOf` names the log of a process. */
  look(instances: readonly InstanceRecord[], logFileOf: (instance: InstanceRecord) => string, nowMs: number): void {
    this.#forgetOthers(new Set(instances.map((instance) => instance.pid)));
    for (const instance of instances) {
      const isWeb = instance.role === "web";
      const maySayPort = isWeb || nowMs - instance.launchedAtMs < WORKER_LISTENING_MS;
      if (instance.port === undefined && maySayPort) this.#readPort(instance, logFileOf(instance));
      else if (isWeb && instance.port !== undefined && this.#isDue(instance.pid, nowMs))
        void this.#check(instance.pid, instance.port);
    }
  }

  #readPort(instance: InstanceRecord, logFile: string): void {
    const port = findListeningPort(readFrom(logFile, instance.logOffset, LISTENING_TAIL_BYTES));
    if (port !== undefined) this.#events.onListening(instance.pid, port);
  }

  #isDue(pid: number, nowMs: number): boolean {
    return !this.#underWay.has(pid) && nowMs >= (this.#nextCheckMs.get(pid) ?? 0);
  }

  async #check(pid: number, port: number): Promise<void> {
    this.#underWay.add(pid);
    const isHealthy = await checkHealth(port);
    this.#underWay.delete(pid);
    if (isHealthy) {
      this.#nextCheckMs.set(pid, Date.now() + CHECK_INTERVAL_MS);
      this.#healthy.add(pid);
    } else this.#healthy.delete(pid);
    this.#events.onHealth(pid, isHealthy);
  }

  #forgetOthers(pids: ReadonlySet<number>): void {
    for (const pid of this.#healthy) if (!pids.has(pid)) this.#healthy.delete(pid);
    for (const pid of this.#nextCheckMs.keys()) if (!pids.has(pid)) this.#nextCheckMs.delete(pid);
  }
}
