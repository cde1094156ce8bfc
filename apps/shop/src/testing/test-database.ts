import { createHash, randomBytes } from "node:crypto";
import { Client } from "pg";
import { inject } from "vitest";
import { openDatabase, type Database, type QueryMeasurement } from "../platform/database.ts";
import { describeMigrationError, migrate, readMigrations, type Migration } from "../platform/migrate.ts";
import { MIGRATIONS_FOLDER } from "../shop-folders.ts";

/** A migrated database of one test file's own. */
export interface TestDatabase {
  readonly url: string;
  readonly database: Database;
  /** Names of the statements run through `database` since the last call. */
  takeStatements(): readonly string[];
  /** Closes and drops it. */
  drop(): Promise<void>;
}

// Any fixed number: one test process at a time makes the template.
const TEMPLATE_LOCK = 5_120_771_993;

/**
 * Clones the migrated template into a database of the caller's own.
 * The template is made once per set of migrations, whichever test file comes first.
 */
export async function createTestDatabase(options: { readonly poolSize?: number } = {}): Promise<TestDatabase> {
  const adminUrl = inject("postgresUrl");
  const template = await ensureTemplate(adminUrl);
  const name = `shop_test_${randomBytes(8).toString("hex")}`;
  await withClient(adminUrl, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`));
  const url = withDatabase(adminUrl, name);
  let statements: string[] = [];
  const onQuery = (measurement: QueryMeasurement): void => void statements.push(measurement.name);
  const database = openDatabase({ url, poolSize: options.poolSize ?? 10, connectTimeoutMs: 30_000, onQuery });
  return {
    url,
    database,
    takeStatements() {
      const taken = statements;
      statements = [];
      return taken;
    },
    async drop() {
      await database.close();
      await withClient(adminUrl, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
    },
  };
}

/** An empty database, without any migration. */
export async function createEmptyDatabase(): Promise<{ readonly url: string; drop(): Promise<void> }> {
  const adminUrl = inject("postgresUrl");
  const name = `shop_test_${randomBytes(8).toString("hex")}`;
  await withClient(adminUrl, (client) => client.query(`CREATE DATABASE ${name}`));
  return {
    url: withDatabase(adminUrl, name),
    drop: async () => {
      await withClient(adminUrl, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
    },
  };
}

async function ensureTemplate(adminUrl: string): Promise<string> {
  const migrations = await readMigrations(MIGRATIONS_FOLDER);
  if (!migrations.ok) throw new Error(describeMigrationError(migrations.error));
  const name = `shop_template_${digestOf(migrations.value)}`;
  await withClient(adminUrl, async (client) => {
    await client.query("SELECT pg_advisory_lock($1)", [TEMPLATE_LOCK]);
    const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = $1", [name]);
    if (rowCount === 0) await makeTemplate(client, { adminUrl, name, migrations: migrations.value });
  });
  return name;
}

/** Renamed into place at the end, so that one killed half-way leaves no template that lacks tables. */
async function makeTemplate(
  client: Client,
  { adminUrl, name, migrations }: { adminUrl: string; name: string; migrations: readonly Migration[] },
): Promise<void> {
  const unfinished = `${name}_unfinished`;
  await client.query(`DROP DATABASE IF EXISTS ${unfinished} WITH (FORCE)`);
  await client.query(`CREATE DATABASE ${unfinished}`);
  const applied = await migrate(withDatabase(adminUrl, unfinished), migrations);
  if (!applied.ok) throw new Error(describeMigrationError(applied.error));
  await client.query(`ALTER DATABASE ${unfinished} RENAME TO ${name}`);
}

function digestOf(migrations: readonly Migration[]): string {
  const hash = createHash("sha256");
  for (const { name, checksum } of migrations) hash.update(`${name}:${checksum}\n`);
  return hash.digest("hex").slice(0, 16);
}

function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
