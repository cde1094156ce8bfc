import { fileURLToPath } from "node:url";
import { resolve } from "node:path";
import { describePostgresFailure, startPostgres } from "@ecommerce-cart/services";
import { findDatabaseProblem } from "../src/platform/database-problem.ts";
import { describeMigrationError, migrate, readMigrations } from "../src/platform/migrate.ts";
import { MIGRATIONS_FOLDER } from "../src/shop-folders.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** Migrates the database at DATABASE_URL, or the one of `npm run dev`; gives the exit code. */
async function main(): Promise<number> {
  const migrations = await readMigrations(MIGRATIONS_FOLDER);
  if (!migrations.ok) return fail(describeMigrationError(migrations.error));
  const given = process.env["DATABASE_URL"] ?? "";
  if (given !== "") {
    const problem = await findDatabaseProblem(given);
    return problem === null ? run(given, migrations.value) : fail(problem);
  }
  const started = await startPostgres({ directory: resolve(ROOT, ".data/dev/postgres") });
  if (!started.ok) return fail(describePostgresFailure(started.error));
  try {
    return await run(await started.value.ensureDatabase("shop"), migrations.value);
  } finally {
    if (!started.value.isAdopted) await started.value.stop();
  }
}

async function run(url: string, migrations: Parameters<typeof migrate>[1]): Promise<number> {
  try {
    const applied = await migrate(url, migrations);
    if (!applied.ok) return fail(describeMigrationError(applied.error));
    for (const name of applied.value) console.log(`applied ${name}`);
    console.log(`${migrations.length} migrations, ${applied.value.length} of them new`);
    return 0;
  } catch (error) {
    const { message, cause } = error as Error;
    return fail(cause instanceof Error ? `${message}: ${cause.message}` : message);
  }
}

function fail(message: string): number {
  console.error(message);
  return 1;
}

process.exitCode = await main();
