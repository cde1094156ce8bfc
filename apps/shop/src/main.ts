import { pathToFileURL } from "node:url";
import type { Logger } from "pino";
import { seedCatalog } from "./catalog/seed/seed-catalog.ts";
import { readConfig, type Config } from "./config.ts";
import { apiPlugins, composeShop } from "./composition.ts";
import { buildApp } from "./platform/build-app.ts";
import { openDatabase, type Database } from "./platform/database.ts";
import type { HealthCheck } from "./platform/health.ts";
import { createLogger } from "./platform/logger.ts";
import { createMetrics, type Metrics } from "./platform/metrics.ts";
import { describeMigrationError, migrate, readMigrations } from "./platform/migrate.ts";
import { createInProcessRateLimiter } from "./platform/rate-limiter.ts";
import { CannotListen, runWeb } from "./platform/run-web.ts";
import { MIGRATIONS_FOLDER } from "./shop-folders.ts";

const ROLES = ["web", "worker", "migrate", "seed"] as const;
type Role = (typeof ROLES)[number];

/** What every role is handed. */
interface RoleContext {
  readonly config: Config;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly database: Database;
  /** Resolves with its name when the process is told to stop. */
  readonly stopSignal: Promise<string>;
}

const RUN_ROLE: Readonly<Record<Role, (context: RoleContext) => Promise<number>>> = {
  web: runWebRole,
  worker: runWorkerRole,
  migrate: runMigrateRole,
  seed: runSeedRole,
};

/** Runs one role and gives the exit code: 0 done, 1 failed, 2 wrong usage or configuration. */
async function main(args: readonly string[]): Promise<number> {
  const role = ROLES.find((name) => name === args[0]);
  if (role === undefined || args.length !== 1) {
    console.error(`Usage: node main.js <role>, where role is one of ${ROLES.join(", ")}.`);
    return 2;
  }
  const config = readConfig(process.env);
  if (!config.ok) {
    for (const { name, expected } of config.error) console.error(`${name}: expected ${expected}`);
    return 2;
  }
  const { value } = config;
  const logger = createLogger({ level: value.logLevel, release: value.releaseId, role });
  const metrics = createMetrics(value.releaseId);
  const database = openDatabase({
    url: value.databaseUrl,
    poolSize: value.databasePoolSize,
    onQuery: (measurement) => metrics.observeQuery(measurement),
    onIdleError: (error) => logger.warn({ err: error }, "database connection lost"),
  });
  try {
    return await RUN_ROLE[role]({ config: value, logger, metrics, database, stopSignal: waitForStopSignal() });
  } catch (error) {
    logger.fatal({ err: error }, error instanceof CannotListen ? error.message : `${role} failed`);
    return 1;
  } finally {
    await database.close();
  }
}

async function runWebRole({ config, logger, metrics, database, stopSignal }: RoleContext): Promise<number> {
  let isDraining = false;
  const parts = { config, database, rateLimiter: createInProcessRateLimiter(Date.now), now: () => new Date() };
  const shop = composeShop(parts);
  const app = await buildApp({
    publicUrl: config.publicUrl,
    version: config.appVersion,
    release: config.releaseId,
    logger,
    metrics,
    healthChecks: [databaseCheck(database)],
    plugins: apiPlugins(shop, parts),
    isDraining: () => isDraining,
  });
  const web = await runWeb(app, { host: config.host, port: config.port, logger });
  const signal = await stopSignal;
  isDraining = true;
  logger.info({ signal }, "draining");
  const isDrained = await web.drain(config.shutdownTimeoutMs);
  logger.info({ isDrained }, "stopped");
  return isDrained ? 0 : 1;
}

function databaseCheck(database: Database): HealthCheck {
  const ping = { name: "ping", text: "SELECT 1" };
  return { name: "database", isCritical: true, check: async () => void (await database.query(ping)) };
}

async function runWorkerRole({ logger, stopSignal }: RoleContext): Promise<number> {
  logger.info("working");
  const signal = await stopSignal;
  logger.info({ signal }, "stopped");
  return 0;
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

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href)
  process.exitCode = await main(process.argv.slice(2));
