import type { Database } from "./database.ts";
import type { HealthCheck } from "./health.ts";

/** Asks the database for its smallest answer. Without a database nothing works. */
export function databaseCheck(database: Pick<Database, "query">): HealthCheck {
  const ping = { name: "ping", text: "SELECT 1" };
  return { name: "database", isCritical: true, check: async () => void (await database.query(ping)) };
}
