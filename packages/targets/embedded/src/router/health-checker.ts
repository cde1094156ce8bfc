import { get } from "../node-http.ts";
import type { HealthEvent } from "./health-state.ts";
import type { RouterPolicy } from "./router-policy.ts";
import type { RoutedProcess } from "./routing-table.ts";

/** Asks every watched process whether it is ready, at once and then at an interval, never twice at a time. */
export class HealthChecker {
  readonly #policy: RouterPolicy;
  readonly #onSeen: (process: RoutedProcess, event: HealthEvent) => void;
  readonly #timers = new Map<RoutedProcess, NodeJS.Timeout | null>();

  constructor(policy: RouterPolicy, onSeen: (process: RoutedProcess, event: HealthEvent) => void) {
    this.#policy = policy;
    this.#onSeen = onSeen;
  }

  watch(process: RoutedProcess): void {
    if (this.#timers.has(process)) return;
    this.#timers.set(process, null);
    void this.#check(process);
  }

  unwatch(process: RoutedProcess): void {
    clearTimeout(this.#timers.get(process) ?? undefined);
    this.#timers.delete(process);
  }

  stop(): void {
    for (const process of [...this.#timers.keys()]) this.unwatch(process);
  }

  async #check(process: RoutedProcess): Promise<void> {
    const event = await askReadiness(process.address + this.#policy.healthPath, this.#policy.healthTimeoutMs);
    if (!this.#timers.has(process)) return;
    this.#timers.set(
      process,
      setTimeout(() => void this.#check(process), this.#policy.healthIntervalMs),
    );
    this.#onSeen(process, event);
  }
}

/**
 * Asks one URL on a connection of its own. Any 2xx within the time is a pass; a refused connection is told apart,
 * since it needs no second look.
 */
export function askReadiness(url: string, timeoutMs: number): Promise<HealthEvent> {
  return new Promise((resolve) => {
    const asked = get(url, { agent: false, signal: AbortSignal.timeout(timeoutMs) });
    asked.on("response", (response) => {
      const status = response.statusCode ?? 0;
      response.resume();
      response.on("error", () => resolve("check-failed"));
      response.on("end", () => resolve(status >= 200 && status < 300 ? "check-passed" : "check-failed"));
    });
    asked.on("error", (error: NodeJS.ErrnoException) =>
      resolve(error.code === "ECONNREFUSED" ? "connection-refused" : "check-failed"),
    );
  });
}
