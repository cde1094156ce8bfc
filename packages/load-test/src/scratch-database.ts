import { randomUUID } from "node:crypto";
import { CannotMeasure } from "./cannot-measure.ts";

/** A database of its own for one release, gone with the measurement. */
export interface ScratchDatabase {
  /** Holds the password: never log it. */
  readonly url: string;
  /** Fills every shelf, so that no load sells the shop out. */
  readonly restock: () => Promise<void>;
  /** Throws everybody out and deletes it. */
  readonly drop: () => Promise<void>;
}

const PLENTY = 1_000_000_000;

/** Creates a database on the server of `serverUrl`, whose user must be allowed to. Throws CannotMeasure where it cannot. */
export async function createScratchDatabase(serverUrl: string): Promise<ScratchDatabase> {
  const name = `load_test_${randomUUID().replaceAll("-", "")}`;
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  await runSql(serverUrl, `create database ${name}`);
  return {
    url: url.href,
    restock: () => runSql(url.href, `update variants set stock = ${PLENTY}`),
    drop: () => runSql(serverUrl, `drop database if exists ${name} with (force)`),
  };
}

async function runSql(url: string, text: string): Promise<void> {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
    await client.query(text);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new CannotMeasure(`the database refuses "${text.slice(0, 30)}…": ${detail}`);
  } finally {
    await client.end().catch(() => undefined);
  }
}
