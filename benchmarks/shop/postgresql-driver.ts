/**
 * Compares pg with postgres (the driver) on the shop's hot statement: one cart's lines, prepared, from a pool of 10.
 * Run: DATABASE_URL=postgres://… node --conditions=source benchmarks/shop/postgresql-driver.ts
 * Without DATABASE_URL it starts an embedded PostgreSQL in a temporary folder. Prints requests per second and the ratio.
 */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describePostgresFailure, startPostgres } from "@ecommerce-cart/services";
import { Pool } from "pg";
import postgres from "postgres";

const POOL_SIZE = 10;
const ROUNDS = 7;
const ROUND_MS = 2000;
const SQL = "SELECT g AS id, g * 2 AS quantity, 'title ' || g AS title FROM generate_series(1, $1::integer) g";

interface Driver {
  readonly name: string;
  readonly read: (rows: number) => Promise<{ readonly length: number }>;
  readonly transact: (rows: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

function openPg(url: string): Driver {
  const pool = new Pool({ connectionString: url, max: POOL_SIZE });
  return {
    name: "pg",
    read: async (rows) => (await pool.query({ name: "lines", text: SQL, values: [rows] })).rows,
    async transact(rows) {
      const client = await pool.connect();
      await client.query("BEGIN");
      await client.query({ name: "lines", text: SQL, values: [rows] });
      await client.query("COMMIT");
      client.release();
    },
    close: () => pool.end(),
  };
}

function openPostgres(url: string): Driver {
  const sql = postgres(url, { max: POOL_SIZE });
  return {
    name: "postgres",
    read: (rows) => sql.unsafe(SQL, [rows], { prepare: true }),
    transact: async (rows) => void (await sql.begin((tx) => tx.unsafe(SQL, [rows], { prepare: true }))),
    close: () => sql.end(),
  };
}

/** Operations per second with `inFlight` at a time. */
async function measure(work: () => Promise<unknown>, inFlight: number): Promise<number> {
  const startedAt = performance.now();
  let count = 0;
  const one = async (): Promise<void> => {
    while (performance.now() - startedAt < ROUND_MS) {
      await work();
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, one));
  return (count * 1000) / (performance.now() - startedAt);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Interleaves the drivers round by round, so that what else the machine does hits both. */
async function compare(name: string, run: (driver: Driver) => Promise<number>, drivers: readonly [Driver, Driver]) {
  const [first, second] = drivers;
  const rates: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    rates[0].push(await run(first));
    rates[1].push(await run(second));
  }
  const [one, other] = [median(rates[0]), median(rates[1])];
  const ratios = rates[0].map((rate, index) => rate / (rates[1][index] ?? Number.NaN));
  console.log(
    `${name}: ${first.name} ${one.toFixed(0)}/s, ${second.name} ${other.toFixed(0)}/s, ratio ${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})`,
  );
}

async function runAll(url: string): Promise<void> {
  const drivers = [openPg(url), openPostgres(url)] as const;
  for (const driver of drivers) await driver.read(1);
  await compare("read 1 row, 10 in flight", (driver) => measure(() => driver.read(1), 10), drivers);
  await compare("read 20 rows, 10 in flight", (driver) => measure(() => driver.read(20), 10), drivers);
  await compare("read 500 rows, 10 in flight", (driver) => measure(() => driver.read(500), 10), drivers);
  await compare("transaction of 1 read, 10 in flight", (driver) => measure(() => driver.transact(1), 10), drivers);
  for (const driver of drivers) await driver.close();
}

const given = process.env["DATABASE_URL"] ?? "";
if (given !== "") await runAll(given);
else {
  const directory = mkdtempSync(join(tmpdir(), "driver-benchmark-"));
  chmodSync(directory, 0o711);
  const started = await startPostgres({ directory, isDurable: false });
  if (!started.ok) throw new Error(describePostgresFailure(started.error));
  await runAll(started.value.url("postgres"));
  await started.value.stop();
  rmSync(directory, { recursive: true, force: true });
}
