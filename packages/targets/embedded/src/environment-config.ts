import { isAbsolute } from "node:path";
import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";

/** What an environment is; written to `<directory>/environment.json` (0600, it holds secrets), read by the supervisor. */
export interface EnvironmentConfig {
  readonly name: string;
  /** Absolute: state, logs and data of the environment. */
  readonly directory: string;
  /** Absolute: `bundlePath` of releases is relative to it. */
  readonly rootDirectory: string;
  /** The router listens here: "127.0.0.1". */
  readonly host: string;
  /** Of the router; 0 takes a free one. */
  readonly port: number;
  /** Web processes per release that a rollout asks for. */
  readonly webCount: number;
  /** Worker processes of each release that has a share of the traffic. */
  readonly workerCount: number;
  /** Variables of the shop's processes, secrets among them. */
  readonly shopEnvironment: Readonly<Record<string, string>>;
  /** A server of yours; left out, the environment runs its own. */
  readonly databaseUrl?: string;
  /** How long a process may take to end after SIGTERM; 12 000 by default, above the shop's own 10 000. */
  readonly stopTimeoutMs?: number;
}

/** Default of `EnvironmentConfig.stopTimeoutMs`. */
export const STOP_TIMEOUT_MS = 12_000;

/** Checks what was read from a file: the config, or every problem that was found. */
export function parseEnvironmentConfig(value: unknown): Result<EnvironmentConfig, readonly string[]> {
  if (typeof value !== "object" || value === null) return err(["expected an object"]);
  const found = value as Partial<Record<keyof EnvironmentConfig, unknown>>;
  const problems = [
    ...(["name", "directory", "rootDirectory", "host"] as const)
      .filter((key) => typeof found[key] !== "string" || found[key] === "")
      .map((key) => `${key}: expected a text`),
    ...(["port", "webCount", "workerCount"] as const)
      .filter((key) => !Number.isSafeInteger(found[key]) || Number(found[key]) < 0)
      .map((key) => `${key}: expected an integer >= 0`),
    ...(["directory", "rootDirectory"] as const)
      .filter((key) => typeof found[key] === "string" && !isAbsolute(found[key]))
      .map((key) => `${key}: expected an absolute path`),
    ...(isStringRecord(found.shopEnvironment) ? [] : ["shopEnvironment: expected texts by name"]),
  ];
  return problems.length > 0 ? err(problems) : ok(value as EnvironmentConfig);
}

function isStringRecord(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.values(value).every((text) => typeof text === "string");
}
