import type { Result } from "@ecommerce-cart/result";
import { Pool, type PoolClient } from "pg";
import { translateDatabaseError } from "./database-errors.ts";

/**
 * One SQL statement. `name` labels its measurements and, unless `isPrepared` is false, names the prepared statement
 * that every connection keeps: one name must always go with one text.
 */
export interface Statement {
  readonly name: string;
  readonly text: string;
  /** Default true. False for texts that are put together at run time. */
  readonly isPrepared?: boolean;
}

/** Something that runs statements: the pool, or one transaction. */
export interface QueryRunner {
  /** Runs a statement and gives its rows. Throws DatabaseUnavailable or UniqueViolation where it applies. */
  query<Row>(statement: Statement, values?: readonly unknown[]): Promise<readonly Row[]>;
}

/** Access to PostgreSQL. */
export interface Database extends QueryRunner {
  /** Runs `work` in one transaction (read committed): committed when it gives `ok`, rolled back otherwise. */
  transaction<T, E>(work: (runner: QueryRunner) => Promise<Result<T, E>>): Promise<Result<T, E>>;
  /** Waits for statements under way and closes all connections. */
  close(): Promise<void>;
}

/** What is told about each statement. */
export interface QueryMeasurement {
  readonly name: string;
  readonly durationMs: number;
}

/** How to reach the database. */
export interface DatabaseOptions {
  readonly url: string;
  /** Connections at most. */
  readonly poolSize: number;
  /** Milliseconds before the server cancels a statement. Default 5000. */
  readonly statementTimeoutMs?: number;
  /** Milliseconds to wait for a connection. Default 2000. */
  readonly connectTimeoutMs?: number;
  /** Called after every statement, BEGIN and COMMIT included. */
  readonly onQuery?: (measurement: QueryMeasurement) => void;
  /** Called when an idle connection breaks; the pool replaces it by itself. */
  readonly onIdleError?: (error: Error) => void;
}

const BEGIN: Statement = { name: "begin", text: "BEGIN", isPrepared: false };
const COMMIT: Statement = { name: "commit", text: "COMMIT", isPrepared: false };
const ROLLBACK: Statement = { name: "rollback", text: "ROLLBACK", isPrepared: false };

/** Opens a pool. No connection is made before the first statement, so a database that is away does not stop a start. */
export function openDatabase(options: DatabaseOptions): Database {
  const statementTimeoutMs = options.statementTimeoutMs ?? 5000;
  const pool = new Pool({
    connectionString: options.url,
    max: options.poolSize,
    connectionTimeoutMillis: options.connectTimeoutMs ?? 2000,
    idleTimeoutMillis: 30_000,
    statement_timeout: statementTimeoutMs,
    // The client's own limit, for a server that has stopped answering at all.
    query_timeout: statementTimeoutMs + 1000,
    idle_in_transaction_session_timeout: 15_000,
    keepAlive: true,
  });
  pool.on("error", (error) => options.onIdleError?.(error));
  const measured = measuring(options.onQuery);
  return {
    query: (statement, values) => measured(pool, statement, values),
    transaction: (work) => runTransaction(pool, measured, work),
    close: () => pool.end(),
  };
}

type Measured = <Row>(
  client: Pick<PoolClient, "query"> | Pool,
  statement: Statement,
  values?: readonly unknown[],
) => Promise<readonly Row[]>;

function measuring(onQuery: DatabaseOptions["onQuery"]): Measured {
  return async <Row>(client: Pick<PoolClient, "query"> | Pool, statement: Statement, values?: readonly unknown[]) => {
    const startedAt = performance.now();
    const { name, text, isPrepared = true } = statement;
    try {
      const query = { text, values: [...(values ?? [])], ...(isPrepared ? { name } : {}) };
      return (await client.query(query)).rows as readonly Row[];
    } catch (error) {
      throw translateDatabaseError(error);
    } finally {
      onQuery?.({ name, durationMs: performance.now() - startedAt });
    }
  };
}

async function runTransaction<T, E>(
  pool: Pool,
  measured: Measured,
  work: (runner: QueryRunner) => Promise<Result<T, E>>,
): Promise<Result<T, E>> {
  const client = await pool.connect().catch((error: unknown) => {
    throw translateDatabaseError(error);
  });
  // A connection that breaks between two statements says so by an event, which would otherwise end the process.
  const ignore = (): void => undefined;
  client.on("error", ignore);
  let isBroken = false;
  try {
    await measured(client, BEGIN);
    const result = await work({ query: (statement, values) => measured(client, statement, values) });
    await measured(client, result.ok ? COMMIT : ROLLBACK);
    return result;
  } catch (error) {
    isBroken = await measured(client, ROLLBACK).then(
      () => false,
      () => true,
    );
    throw error;
  } finally {
    client.off("error", ignore);
    client.release(isBroken);
  }
}
