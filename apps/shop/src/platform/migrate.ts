import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { err, ok, type Result } from "@ecommerce-cart/result";
import { Client } from "pg";
import { translateDatabaseError } from "./database-errors.ts";

/** A step of the schema: one SQL file, run once, in one transaction. */
export interface Migration {
  /** File name without its ending, e.g. "0001_catalog". */
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the text with line ends as LF, in hexadecimal. */
  readonly checksum: string;
}

/** Why a folder of migrations cannot be used. */
export type MigrationError =
  | { readonly kind: "malformed-migration-name"; readonly file: string }
  | { readonly kind: "repeated-migration-number"; readonly files: readonly string[] }
  | { readonly kind: "changed-migration"; readonly name: string };

// Any fixed number: whoever migrates this database takes the same lock.
const MIGRATION_LOCK = 7_305_114_021;

/** Reads `NNNN_name.sql` files in the order of their numbers. Other files are an error, since a typo would be lost. */
export async function readMigrations(folder: string): Promise<Result<readonly Migration[], MigrationError>> {
  const files = (await readdir(folder)).filter((file) => !file.startsWith(".")).toSorted();
  const malformed = files.find((file) => !/^\d{4}_[a-z0-9_]+\.sql$/.test(file));
  if (malformed !== undefined) return err({ kind: "malformed-migration-name", file: malformed });
  const repeated = files.filter((file, index) => file.slice(0, 4) === files[index - 1]?.slice(0, 4));
  if (repeated.length > 0) return err({ kind: "repeated-migration-number", files: repeated });
  return ok(await Promise.all(files.map((file) => readMigration(folder, file))));
}

async function readMigration(folder: string, file: string): Promise<Migration> {
  const sql = (await readFile(join(folder, file), "utf8")).replaceAll("\r\n", "\n");
  return { name: file.slice(0, -".sql".length), sql, checksum: createHash("sha256").update(sql).digest("hex") };
}

/**
 * Runs what has not been run, in order, under a lock, so that any number of processes may start it at once.
 * Returns the names that it ran. Migrations that only the database knows are left alone: a newer release ran them.
 * Throws the driver's error (or DatabaseUnavailable) when a statement fails; that file is then rolled back whole.
 */
export async function migrate(
  databaseUrl: string,
  migrations: readonly Migration[],
): Promise<Result<readonly string[], MigrationError>> {
  const client = new Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5000 });
  try {
    await client.connect();
    await client.query("SELECT pg_advisory_lock($1)", [MIGRATION_LOCK]);
    return await runPending(client, migrations);
  } catch (error) {
    throw translateDatabaseError(error);
  } finally {
    // Ends the session, and the lock with it.
    await client.end().catch(() => undefined);
  }
}

async function runPending(
  client: Client,
  migrations: readonly Migration[],
): Promise<Result<readonly string[], MigrationError>> {
  await client.query(
    `CREATE TABLE IF NOT EXISTS schema_migrations (
       name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`,
  );
  const { rows } = await client.query<{ name: string; checksum: string }>(
    "SELECT name, checksum FROM schema_migrations",
  );
  const applied = new Map(rows.map((row) => [row.name, row.checksum]));
  const changed = migrations.find(({ name, checksum }) => applied.has(name) && applied.get(name) !== checksum);
  if (changed !== undefined) return err({ kind: "changed-migration", name: changed.name });
  const pending = migrations.filter(({ name }) => !applied.has(name));
  for (const migration of pending) await runOne(client, migration);
  return ok(pending.map(({ name }) => name));
}

async function runOne(client: Client, migration: Migration): Promise<void> {
  await client.query("BEGIN");
  try {
    await client.query(migration.sql);
    await client.query("INSERT INTO schema_migrations (name, checksum) VALUES ($1, $2)", [
      migration.name,
      migration.checksum,
    ]);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    throw new Error(`migration ${migration.name} failed and was rolled back`, { cause: error });
  }
}

/** A migration error in one sentence with what to do. */
export function describeMigrationError(error: MigrationError): string {
  switch (error.kind) {
    case "malformed-migration-name":
      return `${error.file}: a migration is named NNNN_lower_case.sql; rename the file`;
    case "repeated-migration-number":
      return `${error.files.join(", ")}: the number is taken by another migration; use the next free one`;
    case "changed-migration":
      return `${error.name} was changed after it ran; restore its text and write a new migration instead`;
  }
}
