import type { Result } from "@ecommerce-cart/result";
import type { EmbeddedTarget } from "./embedded-target.ts";
import type { EnvironmentConfig } from "./environment-config.ts";
import type { EnvironmentFailure } from "./environment-failure.ts";

/** Absolute paths of the programs, where they are not this package's sources (compiled, in a release of the pipeline). */
export interface EntryPoints {
  readonly supervisor: string;
  readonly router: string;
}

/**
 * Brings the environment up, or adopts the one that runs; resolves when the database and the router serve.
 * Releases that were deployed before are started again, and may still be starting.
 */
export function ensureEnvironment(
  _config: EnvironmentConfig,
  _entryPoints?: EntryPoints,
): Promise<Result<EmbeddedTarget, EnvironmentFailure>> {
  throw new Error("unfinished");
}

/** The environment that runs in this folder; undefined when none does. Starts nothing. */
export function findEnvironment(_directory: string): Promise<EmbeddedTarget | undefined> {
  throw new Error("unfinished");
}
