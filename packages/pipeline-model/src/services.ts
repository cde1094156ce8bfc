import type { ServiceName } from "./job.ts";

/** The variable through which a job finds each service; one that is set already wins, and nothing is started. */
export const SERVICE_VARIABLES: Readonly<Record<ServiceName, string>> = {
  postgres: "DATABASE_URL",
  redis: "REDIS_URL",
};
