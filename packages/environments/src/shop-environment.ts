import type { Environment } from "./environment.ts";

/**
 * The variables that the environment's file alone decides, for every process of the shop.
 * The deployer adds the rest: DATABASE_URL and REDIS_URL (see `variableBindings`), PORT, HOST, APP_VERSION, RELEASE_ID.
 * Example: development gives `{ LOG_LEVEL: "debug", PUBLIC_URL: "http://localhost:3000", … }`.
 */
export function shopEnvironmentFor(environment: Environment): Readonly<Record<string, string>> {
  return {
    PUBLIC_URL: environment.url,
    LOG_LEVEL: environment.logLevel,
    FEATURE_PAYMENT_PROCESSING: String(environment.features.paymentProcessing),
    FEATURE_EMAIL_NOTIFICATIONS: String(environment.features.emailNotifications),
    SHUTDOWN_TIMEOUT_MS: String(environment.shutdownTimeoutMs),
    DATABASE_POOL_SIZE: String(environment.databasePoolSize),
  };
}

/**
 * Which variable of the deploying process gives which secret variable of the shop. What is embedded is not in it.
 * Example: production gives `{ DATABASE_URL: "PRODUCTION_DATABASE_URL", REDIS_URL: "PRODUCTION_REDIS_URL" }`.
 */
export function variableBindings(environment: Environment): Readonly<Record<string, string>> {
  return {
    ...(environment.database.kind === "variable" ? { DATABASE_URL: environment.database.variable } : {}),
    ...(environment.redis.kind === "variable" ? { REDIS_URL: environment.redis.variable } : {}),
  };
}
