import tseslint from "typescript-eslint";

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
  ].map((name) => `packages/${name}/src/**/*.ts`),
];
const TESTS = ["**/*.test.{ts,tsx}", "**/testing/**", "**/test-builders/**", "tests/**"];
const WHY_PURE =
  "Pure folders decide and never act: pass the value in, and let an adapter do the work (CONTRIBUTING.md, Layers).";

export default tseslint.config(
  { ignores: ["**/node_modules/", "**/dist/", "coverage/", ".pipeline/", ".data/"] },
  {
    files: ["**/*.{ts,tsx}"],
    languageOptions: { parser: tseslint.parser },
    plugins: { "@typescript-eslint": tseslint.plugin },
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
      "no-implied-eval": "error",
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
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/ban-ts-comment": "error",
    },
  },
  {
    files: PURE,
    ignores: TESTS,
    rules: {
      "no-restricted-imports": ["error", { patterns: [{ regex: "^node:(?!path/posix$)", message: WHY_PURE }] }],
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
      "no-restricted-syntax": [
        "error",
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: WHY_PURE },
      ],
    },
  },
  { files: TESTS, rules: { "max-lines-per-function": "off", "max-lines": "off" } },
  {
    files: ["apps/pipeline/src/**", "apps/shop/scripts/**", "apps/shop/src/main.ts", "benchmarks/**"],
    rules: { "no-console": "off" },
  },
  { files: ["*.config.{ts,mjs}", "pipeline.ts", "tests/*-reporter.ts"], rules: { "no-restricted-exports": "off" } },
);
