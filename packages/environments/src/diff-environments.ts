import type { Environment } from "./environment.ts";

/** One value that two environments do not share; undefined where one has none. */
export interface EnvironmentDifference {
  /** "rollout.webCount" */
  readonly path: string;
  readonly left: string | undefined;
  readonly right: string | undefined;
}

/**
 * Every value in which two environments differ, sorted by path; lists are compared whole.
 * Example: `[{ path: "logLevel", left: "debug", right: "info" }]`.
 */
export function diffEnvironments(left: Environment, right: Environment): readonly EnvironmentDifference[] {
  const leftValues = flatten(left, "");
  const rightValues = flatten(right, "");
  return [...new Set([...leftValues.keys(), ...rightValues.keys()])]
    .sort()
    .map((path) => ({ path, left: leftValues.get(path), right: rightValues.get(path) }))
    .filter((difference) => difference.left !== difference.right);
}

function flatten(value: unknown, path: string): Map<string, string> {
  if (typeof value !== "object" || value === null) return new Map([[path, String(value)]]);
  if (Array.isArray(value)) return new Map([[path, value.join(", ")]]);
  return new Map(
    Object.entries(value).flatMap(([key, child]) => [...flatten(child, path === "" ? key : `${path}.${key}`)]),
  );
}
