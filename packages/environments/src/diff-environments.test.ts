import { expect, test } from "vitest";
import { diffEnvironments } from "./diff-environments.ts";
import { shopEnvironmentFor, variableBindings } from "./shop-environment.ts";
import { anEnvironment } from "./test-builders/environment-text.ts";

test("equal environments differ in nothing", () => {
  expect(diffEnvironments(anEnvironment(), anEnvironment())).toEqual([]);
});

test("each differing value is named with both sides, sorted; a value one side lacks is undefined there", () => {
  const other = anEnvironment({
    "web_count:": "web_count: 3",
    "access:": "access: [qa]",
    "redis_url:": "redis_url: { from_variable: CACHE_URL }",
  });
  expect(diffEnvironments(anEnvironment(), other)).toEqual([
    { path: "access", left: "developers, qa", right: "qa" },
    { path: "redis.kind", left: "none", right: "variable" },
    { path: "redis.variable", left: undefined, right: "CACHE_URL" },
    { path: "rollout.webCount", left: "2", right: "3" },
  ]);
});

test("the shop gets its variables from the file", () => {
  expect(shopEnvironmentFor(anEnvironment())).toEqual({
    PUBLIC_URL: "https://staging.example.com",
    LOG_LEVEL: "info",
    FEATURE_PAYMENT_PROCESSING: "true",
    FEATURE_EMAIL_NOTIFICATIONS: "false",
    SHUTDOWN_TIMEOUT_MS: "10000",
    DATABASE_POOL_SIZE: "10",
  });
});

test("variables are bound by name; what is embedded or left out is not", () => {
  const redis = { "redis_url:": "redis_url: { from_variable: CACHE_URL }" };
  expect(variableBindings(anEnvironment(redis))).toEqual({
    DATABASE_URL: "STAGING_DATABASE_URL",
    REDIS_URL: "CACHE_URL",
  });
  const embedded = { "database_url:": "database_url: embedded", "data:": "data: mock" };
  expect(variableBindings(anEnvironment(embedded))).toEqual({});
});
