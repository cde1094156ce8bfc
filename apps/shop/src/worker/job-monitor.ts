import type { HealthCheck } from "../platform/health.ts";
import type { JobMeasurement, Metrics } from "../platform/metrics.ts";

/** One job of the worker, watched: how often it ran, how long it took, and whether it last worked. */
export interface JobMonitor {
  /** Does the job once. Rejects with what the job rejects with. */
  readonly run: (job: () => Promise<void>) => Promise<void>;
  /** Fails while the job's last time failed; passes before its first. */
  readonly healthCheck: HealthCheck;
}

/** Watches the job called `name`. `nowMs` is a clock in milliseconds that never goes back. */
export function monitorJob(name: string, metrics: Pick<Metrics, "observeJob">, nowMs: () => number): JobMonitor {
  let hasFailed = false;
  const run = async (job: () => Promise<void>): Promise<void> => {
    const startedAtMs = nowMs();
    const tell = (outcome: JobMeasurement["outcome"]): void => {
      hasFailed = outcome === "failed";
      metrics.observeJob({ name, outcome, durationMs: nowMs() - startedAtMs });
    };
    try {
      await job();
    } catch (error) {
      tell("failed");
      throw error;
    }
    tell("done");
  };
  const check = async (): Promise<void> => {
    if (hasFailed) throw new Error(`${name} failed the last time`);
  };
  return { run, healthCheck: { name, isCritical: false, check } };
}
