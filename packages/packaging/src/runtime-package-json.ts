// What Node reads to resolve imports, and what tells people what it is; in this order.
const RUNTIME_FIELDS = [
  "name",
  "version",
  "private",
  "license",
  "type",
  "main",
  "exports",
  "imports",
  "engines",
  "dependencies",
];

/**
 * The package.json of a workspace as a bundle carries it: without scripts, development dependencies and what tools
 * keep there, so that changing those is not a new release.
 * Example: `{ name: "a", scripts: {} }` gives '{\n  "name": "a"\n}\n'.
 */
export function runtimePackageJson(packageJson: object): string {
  const fields = new Map(Object.entries(packageJson));
  const kept = RUNTIME_FIELDS.filter((field) => fields.has(field)).map((field) => [field, fields.get(field)]);
  return `${JSON.stringify(Object.fromEntries(kept), null, 2)}\n`;
}
