import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { classifyMigration } from "./classify-migration.ts";

function hintsOf(sql: string): readonly string[] {
  return classifyMigration(sql).map(({ line, kind }) => `${line} ${kind}`);
}

test.each([
  "CREATE TABLE a (id int NOT NULL); CREATE INDEX ON a (id);",
  "ALTER TABLE a ADD COLUMN b int;",
  "ALTER TABLE a ADD COLUMN b int NOT NULL DEFAULT 0;",
  "ALTER TABLE a ALTER COLUMN b DROP NOT NULL;",
  "ALTER TABLE a DROP CONSTRAINT c;",
  "CREATE INDEX CONCURRENTLY i ON a (b);",
  "ALTER TABLE a ADD CONSTRAINT c CHECK (b > 0) NOT VALID;",
  "-- DROP TABLE a;\n/* DROP TABLE b; */ INSERT INTO c VALUES ('DROP TABLE d;');",
  "",
])("%s only expands", (sql) => {
  expect(hintsOf(sql)).toEqual([]);
});

test.each([
  ["DROP TABLE a;", ["1 contract"]],
  ["ALTER TABLE a\n  DROP COLUMN b;", ["2 contract"]],
  ["ALTER TABLE a DROP b;", ["1 contract"]],
  ["ALTER TABLE a RENAME COLUMN b TO c;", ["1 contract"]],
  ["ALTER TABLE a ALTER COLUMN b TYPE bigint;", ["1 contract"]],
  ["ALTER TABLE a ALTER b SET NOT NULL;", ["1 contract"]],
  ["ALTER TABLE a ADD COLUMN b int NOT NULL;", ["1 contract"]],
  ["SELECT 1;\n\nTRUNCATE a;", ["3 contract"]],
  ["CREATE UNIQUE INDEX i ON a (b);", ["1 lock"]],
  ["ALTER TABLE a ADD CONSTRAINT c FOREIGN KEY (b) REFERENCES d;", ["1 lock"]],
])("%s is told as %j", (sql, expected) => {
  expect(hintsOf(sql)).toEqual(expected);
});

test("the shop's own first migrations take nothing away", () => {
  const folder = `${import.meta.dirname}/../../../apps/shop/migrations`;
  for (const name of readdirSync(folder)
    .filter((file) => file.endsWith(".sql"))
    .slice(0, 4))
    expect([
      name,
      classifyMigration(readFileSync(`${folder}/${name}`, "utf8")).filter(({ kind }) => kind === "contract"),
    ]).toEqual([name, []]);
});
