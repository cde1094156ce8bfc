import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ServiceProvider } from "@ecommerce-cart/task-runner";

/** Starts what jobs declare in `services`: a throw-away PostgreSQL of this run. Redis is not started: REDIS_URL names one. */
export function jobServices(): ServiceProvider {
  return {
    start: async (name) => {
      if (name === "redis") throw new Error("set REDIS_URL to a Redis 7 or Valkey 8 server: none is started for jobs");
      const { describePostgresFailure, startPostgres } = await import("@ecommerce-cart/services");
      const directory = mkdtempSync(join(tmpdir(), "ecommerce-cart-jobs-"));
      const server = await startPostgres({ directory, isDurable: false });
      if (!server.ok) throw new Error(describePostgresFailure(server.error));
      return {
        environment: { DATABASE_URL: await server.value.ensureDatabase("jobs") },
        stop: async () => {
          await server.value.stop();
          rmSync(directory, { recursive: true, force: true });
        },
      };
    },
  };
}
