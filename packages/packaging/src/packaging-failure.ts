import type { LockfileProblem } from "./production-closure.ts";

/** Why no bundle was made. Paths are relative to the repository's root. */
export type PackagingFailure =
  | LockfileProblem
  | { readonly kind: "not-compiled"; readonly path: string }
  | { readonly kind: "stale-output"; readonly source: string; readonly outputDirectory: string }
  | { readonly kind: "unreadable-json"; readonly path: string; readonly detail: string }
  | { readonly kind: "dependency-not-installed"; readonly path: string; readonly locked: string }
  | {
      readonly kind: "installed-version-differs";
      readonly path: string;
      readonly locked: string;
      readonly installed: string;
    }
  | { readonly kind: "unreadable-file"; readonly path: string; readonly code: string }
  | { readonly kind: "link-leaves-bundle"; readonly path: string; readonly target: string }
  | { readonly kind: "changed-while-packaging"; readonly path: string }
  | { readonly kind: "disk-full"; readonly path: string }
  | { readonly kind: "output-not-writable"; readonly path: string; readonly code: string };

/** What is wrong, where, and what to do, in one sentence or two. */
export function describePackagingFailure(failure: PackagingFailure): string {
  return DESCRIPTIONS[failure.kind](failure as never);
}

type Describe = { readonly [K in PackagingFailure["kind"]]: (f: Extract<PackagingFailure, { kind: K }>) => string };

const REINSTALL = "Run `npm ci`.";

const DESCRIPTIONS: Describe = {
  "workspace-not-locked": (f) => `package-lock.json does not know the workspace ${f.workspace}. Run \`npm install\`.`,
  "dependency-not-locked": (f) =>
    `package-lock.json does not say which ${f.dependency} serves ${f.dependent}. Run \`npm install\`.`,
  "lockfile-too-old": (f) =>
    `package-lock.json has the format ${f.version}; 2 or later is needed. Run \`npm install\`.`,
  "not-compiled": (f) => `${f.path} is missing: the compiled output is not there. Run \`npm run build\`.`,
  "stale-output": (f) => `${f.source} is newer than what was compiled in ${f.outputDirectory}. Run \`npm run build\`.`,
  "unreadable-json": (f) => `${f.path} cannot be read as JSON: ${f.detail}. Restore it from git.`,
  "dependency-not-installed": (f) => `${f.path} (${f.locked} in package-lock.json) is not installed. ${REINSTALL}`,
  "installed-version-differs": (f) =>
    `${f.path} is ${f.installed}, but package-lock.json says ${f.locked}. ${REINSTALL}`,
  "unreadable-file": (f) => `${f.path} cannot be read (${f.code}). Give yourself the right to read it, or reinstall.`,
  "link-leaves-bundle": (f) =>
    `${f.path} is a link to ${f.target}, outside its package: a bundle holding it would not run elsewhere. Remove it.`,
  "changed-while-packaging": (f) => `${f.path} changed while the bundle was made. Run the command again.`,
  "disk-full": (f) => `The disk is full: ${f.path} could not be written. Free some space (\`./pipeline clean\`).`,
  "output-not-writable": (f) => `${f.path} cannot be written (${f.code}). Give yourself the right to write there.`,
};
