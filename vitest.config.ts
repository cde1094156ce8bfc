import { defineConfig } from "vitest/config";

const SLOW_TESTS = ["**/*.int.test.ts", "**/*.e2e.test.ts"];

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
      reporter: ["json", "json-summary", "lcovonly", "text-summary"],
    },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["apps/*/{src,tests}/**/*.test.{ts,tsx}", "packages/**/*.test.ts", "tests/**/*.test.ts"],
          exclude: ["**/node_modules/**", "**/dist/**", ...SLOW_TESTS],
        },
      },
      {
        extends: true,
        test: {
          name: "integration",
          include: ["apps/*/{src,tests}/**/*.int.test.ts", "packages/**/*.int.test.ts", "tests/**/*.int.test.ts"],
          globalSetup: ["packages/services/src/testing/postgres-global-setup.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
