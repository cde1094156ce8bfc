import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { scratchFolder } from "./tests/scratch-folder.ts";

// Also for global set-ups, which run in this process.
process.env["TMPDIR"] = scratchFolder();

const SLOW_TESTS = [
  "**/*.int.test.ts",
  "**/*.redis.test.ts",
  "**/*.e2e.test.ts",
  "**/*.smoke.test.ts",
  "**/*.ci.test.ts",
  "**/*.load.test.ts",
];

export default defineConfig({
  resolve: { conditions: ["source"] },
  // Global set-ups are loaded in an environment of their own.
  environments: { __vitest__: { resolve: { conditions: ["source", "node", "module"] } } },
  ssr: { resolve: { conditions: ["source", "node"], externalConditions: ["source", "node"] } },
  test: {
    exclude: ["**/node_modules/**", "**/dist/**"],
    coverage: {
      provider: "v8",
      include: ["apps/*/src/**/*.{ts,tsx}", "packages/**/src/**/*.ts"],
      exclude: ["**/*.test.{ts,tsx}", "**/test-builders/**", "**/index.ts"],
      reporter: ["json", "json-summary", "lcovonly", "cobertura", "text-summary"],
    },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["apps/*/{src,tests}/**/*.test.{ts,tsx}", "packages/**/*.test.ts", "tests/**/*.test.ts"],
          exclude: ["**/node_modules/**", "**/dist/**", ...SLOW_TESTS],
          // Pure code: a file cannot disturb another, and what is imported once serves all.
          isolate: false,
          // A machine may be busy with the other jobs of a run, and more.
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "integration",
          include: ["apps/*/{src,tests}/**/*.int.test.ts", "packages/**/*.int.test.ts", "tests/**/*.int.test.ts"],
          globalSetup: ["packages/services/src/testing/postgres-global-setup.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // Much of the time is waiting for processes to start and to end.
          maxWorkers: 4,
          // Starting a worker and importing anew for each file cost a fifth of the time of all of them.
          isolate: false,
          sequence: { groupOrder: 1 },
          // Supervisors, routers and shops that tests start from their sources are compiled once.
          env: { NODE_COMPILE_CACHE: fileURLToPath(new URL("node_modules/.cache/node-compile", import.meta.url)) },
        },
      },
      {
        extends: true,
        test: {
          name: "redis",
          include: ["apps/*/src/**/*.redis.test.ts"],
          globalSetup: ["tests/redis/redis-global-setup.ts"],
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: "e2e",
          include: ["tests/e2e/**/*.e2e.test.ts"],
          globalSetup: ["packages/services/src/testing/postgres-global-setup.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 3 },
        },
      },
      {
        extends: true,
        test: {
          name: "smoke",
          include: ["tests/smoke/**/*.smoke.test.ts"],
          globalSetup: ["packages/services/src/testing/postgres-global-setup.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 6 },
        },
      },
      {
        extends: true,
        test: {
          // By themselves: a machine that is busy with other tests answers no load.
          name: "load",
          include: ["packages/**/*.load.test.ts"],
          globalSetup: ["packages/services/src/testing/postgres-global-setup.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 5 },
        },
      },
      {
        extends: true,
        test: {
          name: "ci",
          include: ["tests/ci/**/*.ci.test.ts"],
          testTimeout: 900_000,
          // GitHub's parser loads JSON in a way that Node refuses and Vite does not.
          server: { deps: { inline: [/@actions\//] } },
          sequence: { groupOrder: 4 },
        },
      },
    ],
  },
});
