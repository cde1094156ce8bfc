import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createEmptyDatabase } from "../testing/test-database.ts";
import { migrate, readMigrations, type MigrationError } from "./migrate.ts";
import type { Result } from "@ecommerce-cart/result";

let folder: string;
let database: Awaited<ReturnType<typeof createEmptyDatabase>>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "shop-migrations-"));
  database = await createEmptyDatabase();
});

afterEach(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

async function run(): Promise<Result<readonly string[], MigrationError>> {
  const migrations = await readMigrations(folder);
  return migrations.ok ? migrate(database.url, migrations.value) : migrations;
}

async function count(table: string): Promise<number> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query<{ count: string }>(`SELECT count(*) FROM ${table}`);
  await client.end();
  return Number(rows[0]?.count);
}

test("each migration runs once, in the order of numbers", async () => {
  await writeFile(join(folder, "0002_row.sql"), "INSERT INTO things VALUES (1);");
  await writeFile(join(folder, "0001_table.sql"), "CREATE TABLE things (id int);");
  expect(await run()).toEqual({ ok: true, value: ["0001_table", "0002_row"] });
  expect(await run()).toEqual({ ok: true, value: [] });
  expect(await count("things")).toBe(1);
});

test("ten processes that migrate at once run each migration once", async () => {
  await writeFile(join(folder, "0001_table.sql"), "CREATE TABLE things (id int); INSERT INTO things VALUES (1);");
  const results = await Promise.all(Array.from({ length: 10 }, run));
  expect(results.filter((result) => result.ok && result.value.length === 1)).toHaveLength(1);
  expect(await count("things")).toBe(1);
});

test("a migration that was changed after it ran is refused, and what follows does not run", async () => {
  await writeFile(join(folder, "0001_table.sql"), "CREATE TABLE things (id int);");
  await run();
  await writeFile(join(folder, "0001_table.sql"), "CREATE TABLE things (id bigint);");
  await writeFile(join(folder, "0002_row.sql"), "INSERT INTO things VALUES (1);");
  expect(await run()).toEqual({ ok: false, error: { kind: "changed-migration", name: "0001_table" } });
  expect(await count("things")).toBe(0);
});

test("line ends do not count as a change", async () => {
  await writeFile(join(folder, "0001_table.sql"), "CREATE TABLE things\n(id int);");
  await run();
  await writeFile(join(folder, "0001_table.sql"), "CREATE TABLE things\r\n(id int);");
  expect(await run()).toEqual({ ok: true, value: [] });
});

test("a migration that fails is rolled back whole and named; the ones before it stay", async () => {
  await writeFile(join(folder, "0001_table.sql"), "CREATE TABLE things (id int);");
  await writeFile(join(folder, "0002_wrong.sql"), "INSERT INTO things VALUES (1); INSERT INTO nowhere VALUES (1);");
  await expect(run()).rejects.toThrow("migration 0002_wrong failed");
  expect(await count("things")).toBe(0);
});

test("an older release leaves alone what a newer one migrated", async () => {
  await writeFile(join(folder, "0001_table.sql"), "CREATE TABLE things (id int);");
  await writeFile(join(folder, "0002_newer.sql"), "INSERT INTO things VALUES (1);");
  await run();
  await rm(join(folder, "0002_newer.sql"));
  expect(await run()).toEqual({ ok: true, value: [] });
});

test.each([
  [["1_table.sql"], { kind: "malformed-migration-name", file: "1_table.sql" }],
  [["0001_a.sql", "0001_b.sql"], { kind: "repeated-migration-number", files: ["0001_b.sql"] }],
])("a folder with %j is refused", async (files, error) => {
  for (const file of files) await writeFile(join(folder, file), "SELECT 1;");
  expect(await run()).toEqual({ ok: false, error });
});
