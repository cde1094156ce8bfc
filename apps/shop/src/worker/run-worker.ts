import type { Logger } from "pino";
import { composeShop } from "../composition.ts";
import type { Config } from "../config.ts";
import { buildApp } from "../platform/build-app.ts";
import type { Database } from "../platform/database.ts";
import { databaseCheck } from "../platform/database-check.ts";
import type { Metrics } from "../platform/metrics.ts";
import { createInProcessRateLimiter } from "../platform/rate-limiter.ts";
import { runWeb } from "../platform/run-web.ts";
import { monitorJob, type JobMonitor } from "./job-monitor.ts";
import { repeat } from "./repeat.ts";
import { sweep, SWEEP_INTERVAL_MS } from "./sweep.ts";

/** What the worker is handed. */
export interface WorkerContext {
  readonly config: Config;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly database: Database;
  /** Resolves when the process is told to stop. */
  readonly stopSignal: Promise<string>;
}

/**
 * Sweeps until it is told to stop, and answers /health, /health/live, /health/ready and /metrics meanwhile, on HOST and
 * WORKER_PORT. Gives the exit code.
 */
export async function runWorker(context: WorkerContext): Promise<number> {
  const { config, logger, stopSignal } = context;
  const stop = new AbortController();
  void stopSignal.then(() => stop.abort());
  const sweeping = monitorJob("sweep", context.metrics, () => performance.now());
  const server = await serveHealth(context, sweeping, () => stop.signal.aborted);
  logger.info("working");
  await repeatSweep(context, sweeping, stop.signal);
  const isDrained = await server.drain(config.shutdownTimeoutMs);
  logger.info({ isDrained }, "stopped");
  return 0;
}

async function serveHealth(
  { config, logger, metrics, database }: WorkerContext,
  sweeping: JobMonitor,
  isDraining: () => boolean,
) {
  const app = await buildApp({
    publicUrl: config.publicUrl,
    version: config.appVersion,
    release: config.releaseId,
    logger,
    metrics,
    healthChecks: [databaseCheck(database), sweeping.healthCheck],
    plugins: [],
    isDraining,
  });
  return runWeb(app, { host: config.host, port: config.workerPort, portVariable: "WORKER_PORT", logger });
}

function repeatSweep(
  { config, database, metrics, logger }: WorkerContext,
  sweeping: JobMonitor,
  signal: AbortSignal,
): Promise<void> {
  const rateLimiter = createInProcessRateLimiter(Date.now);
  const shop = composeShop({ config, database, rateLimiter, now: () => new Date() });
  const { finishOverdueOrders } = shop;
  return repeat({
    work: () => sweeping.run(() => sweep({ finishOverdueOrders, metrics, logger })),
    intervalMs: SWEEP_INTERVAL_MS,
    onError: (error) => logger.error({ err: error }, "sweep failed; trying again"),
    signal,
  });
}
