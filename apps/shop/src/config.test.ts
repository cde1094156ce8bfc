import { expect, test } from "vitest";
import { readConfig } from "./config.ts";

const DATABASE_URL = "postgres://shop:secret@localhost:5432/shop";

test("only the database must be named; all else has a default", () => {
  expect(readConfig({ DATABASE_URL })).toEqual({
    ok: true,
    value: {
      port: 3000,
      workerPort: 0,
      host: "127.0.0.1",
      databaseUrl: DATABASE_URL,
      databasePoolSize: 10,
      redisUrl: null,
      appVersion: "0.0.0-dev",
      releaseId: "dev",
      logLevel: "info",
      publicUrl: "http://localhost:3000",
      isPaymentProcessingEnabled: false,
      isEmailNotificationsEnabled: false,
      shutdownTimeoutMs: 10_000,
      paymentTokensPerMinute: 600,
    },
  });
});

test("every bad variable is named at once, and no value is repeated", () => {
  const config = readConfig({
    DATABASE_URL: "mysql://shop:secret@localhost/shop",
    PORT: "65536",
    HOST: "",
    REDIS_URL: "http://secret",
    LOG_LEVEL: "loud",
    PUBLIC_URL: "ftp://secret",
    FEATURE_EMAIL_NOTIFICATIONS: "yes",
    DATABASE_POOL_SIZE: "0",
    SHUTDOWN_TIMEOUT_MS: "1e3",
  });
  if (config.ok) throw new Error("accepted");
  expect(config.error.map(({ name }) => name).toSorted()).toEqual([
    "DATABASE_POOL_SIZE",
    "DATABASE_URL",
    "FEATURE_EMAIL_NOTIFICATIONS",
    "LOG_LEVEL",
    "PORT",
    "PUBLIC_URL",
    "REDIS_URL",
    "SHUTDOWN_TIMEOUT_MS",
  ]);
  expect(JSON.stringify(config.error)).not.toContain("secret");
});

test("nothing at all lacks the database alone", () => {
  expect(readConfig({})).toEqual({ ok: false, error: [{ name: "DATABASE_URL", expected: "a postgres:// address" }] });
});

test.each([
  ["PORT", "0", true],
  ["PORT", "65535", true],
  ["PORT", "-1", false],
  ["WORKER_PORT", "65535", true],
  ["WORKER_PORT", "65536", false],
  ["DATABASE_POOL_SIZE", "1", true],
  ["DATABASE_POOL_SIZE", "100", true],
  ["DATABASE_POOL_SIZE", "101", false],
  ["SHUTDOWN_TIMEOUT_MS", "100", true],
  ["SHUTDOWN_TIMEOUT_MS", "99", false],
  ["REDIS_URL", "rediss://cache:6380", true],
  ["REDIS_URL", "", true],
  ["LOG_LEVEL", "silent", true],
  ["PUBLIC_URL", "https://shop.example/?x=1", false],
  ["FEATURE_PAYMENT_PROCESSING", "false", true],
  ["FEATURE_PAYMENT_PROCESSING", "true", true],
  ["FEATURE_PAYMENT_PROCESSING", "1", false],
  ["PAYMENT_TOKENS_PER_MINUTE", "0", false],
])("%s=%s: accepted %s", (name, value, isAccepted) => {
  expect(readConfig({ DATABASE_URL, [name]: value }).ok).toBe(isAccepted);
});

test("the public address loses its trailing slash", () => {
  expect(readConfig({ DATABASE_URL, PUBLIC_URL: "https://shop.example/" })).toMatchObject({
    value: { publicUrl: "https://shop.example" },
  });
});
