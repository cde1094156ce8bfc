import type { Client } from "pg";

/** Where a server of ours is reached, and with what. */
export interface ServerAccess {
  readonly port: number;
  readonly password: string;
}

const DUPLICATE_DATABASE = "42P04";
const UNIQUE_VIOLATION = "23505";

/** The connection URL of a database; holds the password: never log it. */
export function databaseUrl(access: ServerAccess, database: string): string {
  return `postgres://postgres:${encodeURIComponent(access.password)}@127.0.0.1:${access.port}/${encodeURIComponent(database)}`;
}

/** Creates the database unless it exists; several processes may do so at once. */
export async function createDatabase(access: ServerAccess, name: string): Promise<void> {
  const client = await connect(databaseUrl(access, "postgres"));
  try {
    const found = await client.query("select 1 from pg_database where datname = $1", [name]);
    if (found.rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`);
  } catch (error) {
    const { code } = error as { readonly code?: string };
    if (code !== DUPLICATE_DATABASE && code !== UNIQUE_VIOLATION) throw error;
  } finally {
    await client.end();
  }
}

async function connect(url: string): Promise<Client> {
  // Loaded when needed: most commands start no database.
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  return client;
}
