import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { EXIT_CODES } from "@ecommerce-cart/pipeline-model";
import { shopEnvironmentFor, variableBindings } from "@ecommerce-cart/environments";
import type { Environment } from "@ecommerce-cart/environments";
import {
  describeEnvironmentFailure,
  ensureEnvironment,
  findEnvironment,
  findRunningConfig,
} from "@ecommerce-cart/target-embedded";
import type { EmbeddedTarget, EntryPoints, EnvironmentConfig } from "@ecommerce-cart/target-embedded";
import { CommandFailure } from "../command-failure.ts";

const HOST = "127.0.0.1";

/** The folder of an environment's state, logs and data; absolute. */
export function environmentDirectory(rootDirectory: string, name: string): string {
  return join(rootDirectory, ".data/environments", name);
}

/**
 * What the supervisor is to run. PORT replaces the file's port; without it, an environment that runs stays on the port it
 * was started with, so that `deploy` finds what `up --port` began. Throws CommandFailure naming the variables that are not set. */
export function embeddedConfig(
  rootDirectory: string,
  environment: Environment,
  variables: Readonly<Record<string, string | undefined>>,
): EnvironmentConfig {
  const directory = environmentDirectory(rootDirectory, environment.name);
  const askedPort = readPort("PORT", variables["PORT"]);
  const port = askedPort ?? findRunningConfig(directory)?.port ?? environment.target.port;
  const { DATABASE_URL: databaseUrl, ...bound } = readBindings(environment, variables);
  const publicUrl = port === environment.target.port ? {} : { PUBLIC_URL: `http://localhost:${port}` };
  return {
    name: environment.name,
    directory,
    rootDirectory,
    host: HOST,
    port,
    webCount: environment.rollout.webCount,
    workerCount: environment.rollout.workerCount,
    shopEnvironment: { NODE_ENV: "production", ...shopEnvironmentFor(environment), ...publicUrl, ...bound },
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
  };
}

/** The port in `text`; undefined where there is none. Throws CommandFailure, saying that `name` held no port. */
export function readPort(name: string, text: string | undefined): number | undefined {
  if (text === undefined || text === "") return undefined;
  const port = /^\d+$/.test(text) ? Number(text) : NaN;
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new CommandFailure(`${name} is "${text}": give a whole number from 1 to 65535.`);
}

function readBindings(
  environment: Environment,
  variables: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const bindings = Object.entries(variableBindings(environment));
  const missing = bindings.filter(([, source]) => (variables[source] ?? "") === "").map(([, source]) => source);
  if (missing.length > 0)
    throw new CommandFailure(
      `the environment ${environment.name} needs ${missing.join(" and ")}: set them and run this again.`,
    );
  return Object.fromEntries(bindings.map(([name, source]) => [name, variables[source] ?? ""]));
}

/** Brings the environment up, or adopts what runs. Throws CommandFailure saying what to do. */
export async function openEnvironment(config: EnvironmentConfig): Promise<EmbeddedTarget> {
  const target = await ensureEnvironment(config, compiledEntryPoints());
  if (!target.ok) throw new CommandFailure(describeEnvironmentFailure(target.error), EXIT_CODES.failed);
  return target.value;
}

/** The environment that runs now, its supervisor brought back where that was killed; undefined where none runs. */
export function findRunning(rootDirectory: string, name: string): Promise<EmbeddedTarget | undefined> {
  return findEnvironment(environmentDirectory(rootDirectory, name), compiledEntryPoints());
}

/** The environment that runs now. Throws CommandFailure where none does. */
export async function runningEnvironment(rootDirectory: string, name: string): Promise<EmbeddedTarget> {
  const target = await findRunning(rootDirectory, name);
  if (target === undefined)
    throw new CommandFailure(
      `the environment ${name} is not running: start it with \`npm run up\`.`,
      EXIT_CODES.failed,
    );
  return target;
}

/** Supervisor and router as scripts/compile.mjs put them beside this code; undefined when it runs from its sources. */
function compiledEntryPoints(): EntryPoints | undefined {
  const supervisor = fileURLToPath(new URL("./supervisor.js", import.meta.url));
  const router = fileURLToPath(new URL("./router.js", import.meta.url));
  return existsSync(supervisor) && existsSync(router) ? { supervisor, router } : undefined;
}
