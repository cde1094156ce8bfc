/** The layer rules of CONTRIBUTING.md. Each comment says why. */
module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      severity: "error",
      comment: "A cycle cannot be read or tested from one end.",
      from: {},
      to: { circular: true },
    },
    {
      name: "packages-never-import-apps",
      severity: "error",
      comment: "Apps wire packages together; a package that knows its app serves nobody else.",
      from: { path: "^packages/" },
      to: { path: "^apps/" },
    },
    {
      name: "no-app-imports-another",
      severity: "error",
      comment: "The shop and the pipeline meet through the release bundle and HTTP only.",
      from: { path: "^apps/([^/]+)/" },
      to: { path: "^apps/", pathNot: "^apps/$1/" },
    },
    {
      name: "packages-meet-through-exports",
      severity: "error",
      comment: "A deep import turns a package's inside into its interface; import its name.",
      from: { path: "^packages/((?:targets/)?[^/]+)/", pathNot: "[.]test[.]ts$" },
      to: {
        path: "^packages/",
        pathNot: ["^packages/$1/", "^packages/(?:targets/)?[^/]+/src/index[.]ts$", "/src/testing/"],
      },
    },
    {
      name: "apps-use-package-exports",
      severity: "error",
      comment: "A deep import turns a package's inside into its interface; import its name.",
      from: { path: "^apps/" },
      to: { path: "^packages/", pathNot: ["^packages/(?:targets/)?[^/]+/src/index[.]ts$", "/src/testing/"] },
    },
    {
      name: "domain-imports-domain-and-result-only",
      severity: "error",
      comment: "Business rules know no database, no HTTP and no use case.",
      from: { path: "^apps/shop/src/[^/]+/domain/", pathNot: "[.]test[.]ts$" },
      to: { pathNot: ["^apps/shop/src/[^/]+/domain/", "^packages/result/"] },
    },
    {
      name: "use-cases-know-no-adapter",
      severity: "error",
      comment: "A use case declares the port it needs; main.ts hands it the adapter.",
      from: { path: "^apps/shop/src/[^/]+/use-cases/", pathNot: "[.]test[.]ts$" },
      to: { path: "^apps/shop/src/[^/]+/(http|web|postgres|redis)/" },
    },
    {
      name: "no-undeclared-package",
      severity: "error",
      comment: "What is not in the nearest package.json is there by accident.",
      from: { pathNot: "([.]test[.]tsx?$|/testing/|^tests/|^benchmarks/|^[^/]+[.]config[.]ts$|/scripts/)" },
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(/dist/|[.]d[.]ts$)" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["source", "import", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".js", ".mjs", ".cjs"],
    },
  },
};
