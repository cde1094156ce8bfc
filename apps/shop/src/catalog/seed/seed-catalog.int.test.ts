import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database.ts";
import { seedCatalog } from "./seed-catalog.ts";

let testDatabase: TestDatabase;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
});

afterAll(() => testDatabase.drop());

async function snapshot(): Promise<unknown> {
  const { database } = testDatabase;
  const read = (table: string): Promise<readonly unknown[]> =>
    database.query({ name: `test.${table}`, text: `SELECT * FROM ${table} ORDER BY id` });
  return Promise.all(["categories", "products", "variants"].map(read));
}

test("seeding twice changes nothing, and stock that was sold stays sold", async () => {
  const first = await seedCatalog(testDatabase.database);
  expect(first).toMatchObject({ categories: 10, products: 200 });
  await testDatabase.database.query({ name: "test.sell", text: "UPDATE variants SET stock = 0" });
  const before = await snapshot();
  expect(await seedCatalog(testDatabase.database)).toEqual({ categories: 0, products: 0, variants: 0 });
  expect(await snapshot()).toEqual(before);
});
