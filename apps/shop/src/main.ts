import type { Logger } from "pino";
import { buildShop } from "./build-shop.ts";
import { seedCatalog } from "./catalog/seed/seed-catalog.ts";
import { readConfig, type Config } from "./config.ts";
import { databaseCheck } from "./platform/database-check.ts";
import { openDatabase, type Database } from "./platform/database.ts";
import type { HealthCheck } from "./platform/health.ts";
import { createLogger } from "./platform/logger.ts";
import { createMetrics, type Metrics } from "./platform/metrics.ts";
import { describeMigrationError, migrate, readMigrations } from "./platform/migrate.ts";
import { createInProcessRateLimiter } from "./platform/rate-limiter.ts";
import { connectRedis } from "./platform/redis-rate-limiter.ts";
import { CannotListen, runWeb } from "./platform/run-web.ts";
import { MIGRATIONS_FOLDER } from "./shop-folders.ts";
import { runWorker } from "./worker/run-worker.ts";

/** What every role is handed. */
interface RoleContext {
  readonly config: Config;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly database: Database;
  /** Resolves with its name when the process is told to stop. */
  readonly stopSignal: Promise<string>;
}

/** Each gives the process's exit code. */
const ROLES: ReadonlyMap<string, (context: RoleContext) => Promise<number>> = new Map([
  ["web", runWebRole],
  ["worker", runWorker],
  ["migrate", runMigrateRole],
  ["seed", runSeedRole],
]);

/** Runs one role and gives the exit code: 0 done, 1 failed, 2 wrong usage or configuration. */
async function main(args: readonly string[]): Promise<number> {
  const [role = ""] = args;
  const runRole = ROLES.get(role);
  if (runRole === undefined || args.length !== 1) {
    console.error(`Usage: node main.js <role>, where role is one of ${[...ROLES.keys()].join(", ")}.`);
    return 2;
  }
  const config = readConfig(process.env);
  if (!config.ok) {
    for (const { name, expected } of config.error) console.error(`${name}: expected ${expected}`);
    return 2;
  }
  return runWithDatabase(config.value, role, runRole);
}

async function runWithDatabase(
  config: Config,
  role: string,
  runRole: (context: RoleContext) => Promise<number>,
): Promise<number> {
  const stopSignal = waitForStopSignal();
  const logger = createLogger({ level: config.logLevel, release: config.releaseId, role });
  const metrics = createMetrics(config.releaseId);
  const database = openDatabase({
    url: config.databaseUrl,
    poolSize: config.databasePoolSize,
    onQuery: (measurement) => metrics.observeQuery(measurement),
    onIdleError: (error) => logger.warn({ err: error }, "database connection lost"),
  });
  try {
    return await runRole({ config, logger, metrics, database, stopSignal });
  } catch (error) {
    logger.fatal({ err: error }, error instanceof CannotListen ? error.message : `${role} failed`);
    return 1;
  } finally {
    await database.close();
  }
}

async function runWebRole({ config, logger, metrics, database, stopSignal }: RoleContext): Promise<number> {
  let isDraining = false;
  const inProcess = createInProcessRateLimiter(Date.now);
  const onError = (error: Error): void => logger.warn({ err: error }, "Redis is away; counting in process");
  const redis = config.redisUrl === null ? null : connectRedis({ url: config.redisUrl, fallback: inProcess, onError });
  const redisChecks = redis === null ? [] : [{ name: "redis", isCritical: false, check: () => redis.ping() }];
  const { app } = await buildShop({
    parts: { config, database, rateLimiter: redis?.rateLimiter ?? inProcess, now: () => new Date() },
    config,
    logger,
    metrics,
    healthChecks: [databaseCheck(database), ...redisChecks, ...paymentChecks(config)],
    isDraining: () => isDraining,
  });
  const web = await runWeb(app, { host: config.host, port: config.port, logger });
  const signal = await stopSignal;
  isDraining = true;
  logger.info({ signal }, "draining");
  const isDrained = await web.drain(config.shutdownTimeoutMs);
  redis?.close();
  logger.info({ isDrained }, "stopped");
  return isDrained ? 0 : 1;
}

/** Payments that are meant to be real and cannot be: the shop shows its goods and cannot sell them. */
function paymentChecks({ isPaymentProcessingEnabled }: Config): readonly HealthCheck[] {
  const check = (): Promise<void> => Promise.reject(new Error("no real payment provider is built into this release"));
  return isPaymentProcessingEnabled ? [{ name: "payments", isCritical: false, check }] : [];
}

async function runMigrateRole({ config, logger }: RoleContext): Promise<number> {
  const migrations = await readMigrations(MIGRATIONS_FOLDER);
  const applied = migrations.ok ? await migrate(config.databaseUrl, migrations.value) : migrations;
  if (applied.ok) logger.info({ applied: applied.value }, "migrated");
  else logger.fatal({ problem: applied.error }, describeMigrationError(applied.error));
  return applied.ok ? 0 : 1;
}

async function runSeedRole({ logger, database }: RoleContext): Promise<number> {
  logger.info({ seeded: await seedCatalog(database) }, "seeded");
  return 0;
}

function waitForStopSignal(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => resolve(signal));
  });
}

// Nothing that is left open may keep a process that was told to stop.
process.exit(await main(process.argv.slice(2)));
