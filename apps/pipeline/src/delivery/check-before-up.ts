import { statfsSync } from "node:fs";
import { createServer } from "node:net";
import { EXIT_CODES } from "@ecommerce-cart/pipeline-model";
import { findRunningConfig } from "@ecommerce-cart/target-embedded";
import type { EnvironmentConfig } from "@ecommerce-cart/target-embedded";
import { CommandFailure } from "../command-failure.ts";
import { readSource } from "../run/execute-run.ts";
import { embeddedConfig, findRunning } from "./embedded-environment.ts";
import { readEnvironment } from "./read-environment.ts";

/** What stood before `up` began. */
export interface BeforeUp {
  readonly isRunning: boolean;
}

const NEEDED_BYTES = 500 * 1024 ** 2;

/** Finds what would stop `up` minutes later, and says it now: history, disk, port. Throws CommandFailure. */
export async function checkBeforeUp(rootDirectory: string, environmentName: string): Promise<BeforeUp> {
  const environment = readEnvironment(rootDirectory, environmentName);
  const config = embeddedConfig(rootDirectory, environment, process.env);
  const source = await readSource(rootDirectory);
  if (source.isShallow)
    throw new CommandFailure(
      "this checkout is shallow: the version comes from the whole history. Run `git fetch --unshallow --tags`, then this again.",
    );
  checkDisk(rootDirectory);
  const target = await findRunning(rootDirectory, environmentName);
  if (target === undefined) {
    await checkPort(config.host, config.port);
    return { isRunning: false };
  }
  checkDifference(config);
  return { isRunning: true };
}

function checkDifference({ name, directory, port }: EnvironmentConfig): void {
  const running = findRunningConfig(directory)?.port ?? port;
  if (running !== port)
    throw new CommandFailure(
      `${name} runs already, on port ${running}. Leave out --port ${port} to bring the release onto it, or end it first with \`npm run down\`.`,
      EXIT_CODES.refused,
    );
}

function checkDisk(rootDirectory: string): void {
  const { bavail, bsize } = statfsSync(rootDirectory);
  const freeMib = Math.floor((bavail * bsize) / 1024 ** 2);
  if (freeMib * 1024 ** 2 < NEEDED_BYTES)
    throw new CommandFailure(
      `the disk is too full: ${freeMib} MiB free in ${rootDirectory}, 500 MiB needed. Try \`./pipeline clean --all\`.`,
    );
}

function checkPort(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    const advice = `Stop what listens there, or choose another: \`npm run up -- --port ${port + 1}\`.`;
    server.once("error", (error) =>
      reject(new CommandFailure(`port ${port} cannot be used (${error.message}). ${advice}`)),
    );
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve()));
  });
}
