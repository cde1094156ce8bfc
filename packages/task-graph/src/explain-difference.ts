import type { FingerprintInputs } from "./fingerprint.ts";

/**
 * Why two fingerprints of one job differ, one cause a line in a person's words, most telling first; none when equal.
 * Example: `["apps/shop/src/cart.ts changed", "variable NODE_ENV changed"]`.
 */
export function explainDifference(before: FingerprintInputs, after: FingerprintInputs): readonly string[] {
  return [
    ...(before.action === after.action ? [] : [explainAction(after.action)]),
    ...(before.definition === after.definition ? [] : ["the job's definition changed"]),
    ...explainFiles(before, after),
    ...explainVariables(before, after),
    ...explainNeeds(before, after),
    ...(before.toolchain === after.toolchain
      ? []
      : [`the toolchain changed from ${before.toolchain} to ${after.toolchain}`]),
  ];
}

/** The first cause, and how many there are besides. Example: "a.ts changed (and 2 more)". */
export function summariseCauses(causes: readonly string[]): string {
  const [first, ...others] = causes;
  if (first === undefined) return "nothing changed";
  return others.length === 0 ? first : `${first} (and ${others.length} more)`;
}

function explainAction(action: string): string {
  return action.startsWith("function ") ? "the pipeline's own code changed" : "the command changed";
}

function explainFiles(before: FingerprintInputs, after: FingerprintInputs): readonly string[] {
  const earlier = new Map(before.files.map((file) => [file.path, file]));
  const later = new Set(after.files.map((file) => file.path));
  const causes: string[] = [];
  for (const file of after.files) {
    const old = earlier.get(file.path);
    if (old === undefined) causes.push(`${file.path} added`);
    else if (old.digest !== file.digest) causes.push(`${file.path} changed`);
    else if (old.mode !== file.mode) causes.push(`${file.path} became ${describeMode(file.mode)}`);
  }
  return [...causes, ...before.files.filter(({ path }) => !later.has(path)).map(({ path }) => `${path} removed`)];
}

function describeMode(mode: FingerprintInputs["files"][number]["mode"]): string {
  if (mode === "link") return "a symbolic link";
  return mode === "executable" ? "executable" : "an ordinary file";
}

function explainVariables(before: FingerprintInputs, after: FingerprintInputs): readonly string[] {
  const earlier = new Map(before.variables.map(({ name, digest }) => [name, digest]));
  return after.variables.flatMap(({ name, digest }) => {
    const old = earlier.get(name) ?? null;
    if (old === digest) return [];
    if (old === null) return [`variable ${name} was set`];
    return [digest === null ? `variable ${name} was unset` : `variable ${name} changed`];
  });
}

function explainNeeds(before: FingerprintInputs, after: FingerprintInputs): readonly string[] {
  const earlier = new Map(before.needs.map(({ job, token }) => [job, token]));
  return after.needs
    .filter(({ job, token }) => earlier.get(job) !== token)
    .map(({ job }) => (earlier.has(job) ? `needs ${job}, which ran again` : `needs ${job} since now`));
}
