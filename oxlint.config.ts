import { defineConfig } from "oxlint";

// Folders that decide and never act. What they need (now, identifiers, texts of files) is passed in.
const PURE = [
  "apps/shop/src/*/domain/**/*.ts",
  ...[
    "result",
    "pipeline-model",
    "task-graph",
    "quality-gates",
    "release",
    "source-checks",
    "environments",
    "rollout",
    "reports",
    "ci-generators",
    "code-review",
  ].map((name) => `packages/${name}/src/**/*.ts`),
];
const TESTS = ["**/*.test.{ts,tsx}", "**/testing/**", "**/test-builders/**", "tests/**"];
const WHY_PURE =
  "Pure folders decide and never act: pass the value in, and let an adapter do the work (CONTRIBUTING.md, Layers).";

// All of Node but node:path/posix; oxlint's regular expressions have no look-ahead.
const NODE_BUT_POSIX_PATHS = "^node:[^/]+(?:$|/(?:[^p]|p[^o]))";

export default defineConfig({
  ignorePatterns: ["**/node_modules/", "**/dist/", "/coverage/", ".pipeline/", ".data/"],
  plugins: ["typescript"],
  jsPlugins: ["./scripts/lint-rules.mjs"],
  // Only what stands below: a new version brings no new rule by itself.
  categories: { correctness: "off" },
  overrides: [
    {
      files: ["**/*.{ts,tsx}"],
      rules: {
        complexity: ["error", 9],
        "max-lines-per-function": ["error", { max: 49, skipBlankLines: true, skipComments: true }],
        "max-lines": ["error", { max: 400 }],
        "max-params": ["error", 3],
        eqeqeq: "error",
        "no-var": "error",
        "prefer-const": "error",
        "no-param-reassign": "error",
        "no-eval": "error",
        "ecommerce-cart/no-code-in-text": "error",
        "no-console": "error",
        "no-empty": "error",
        "no-restricted-exports": [
          "error",
          {
            restrictDefaultExports: {
              direct: true,
              named: true,
              defaultFrom: true,
              namedFrom: true,
              namespaceFrom: true,
            },
          },
        ],
        "no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
        "typescript/no-explicit-any": "error",
        "typescript/consistent-type-imports": "error",
        "typescript/ban-ts-comment": "error",
      },
    },
    {
      files: PURE,
      excludeFiles: TESTS,
      rules: {
        "no-restricted-imports": ["error", { patterns: [{ regex: NODE_BUT_POSIX_PATHS, message: WHY_PURE }] }],
        "no-restricted-globals": [
          "error",
          ...["process", "fetch", "setTimeout", "setInterval", "performance"].map((name) => ({
            name,
            message: WHY_PURE,
          })),
        ],
        "no-restricted-properties": [
          "error",
          { object: "Date", property: "now", message: WHY_PURE },
          { object: "Math", property: "random", message: WHY_PURE },
        ],
        "ecommerce-cart/no-clock-date": "error",
      },
    },
    { files: TESTS, rules: { "max-lines-per-function": "off", "max-lines": "off" } },
    {
      files: ["apps/pipeline/src/**", "apps/shop/scripts/**", "apps/shop/src/main.ts", "benchmarks/**"],
      rules: { "no-console": "off" },
    },
    {
      files: ["*.config.{ts,mjs}", "pipeline.ts", "pipeline.*.ts", "tests/*-reporter.ts"],
      rules: { "no-restricted-exports": "off" },
    },
  ],
});
