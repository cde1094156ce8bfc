import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../src/main.ts", import.meta.url));

/** A role to run from the sources. */
export interface RoleOptions {
  readonly role: "web" | "worker" | "migrate" | "seed";
  readonly environment: NodeJS.ProcessEnv;
  /** Starts it again whenever a source that it loaded changes. */
  readonly isWatching: boolean;
  /** Told each line that it prints. */
  readonly onLine: (line: string) => void;
}

/** Starts a role of the shop from its sources. */
export function startRole({ role, environment, isWatching, onLine }: RoleOptions): ChildProcess {
  const watch = isWatching ? ["--watch", "--watch-preserve-output"] : [];
  const args = [...watch, "--conditions=source", "--import", "tsx", MAIN, role];
  const child = spawn(process.execPath, args, { env: environment, stdio: ["ignore", "pipe", "pipe"] });
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on("line", onLine);
  return child;
}

/** Resolves with its exit code, 1 where a signal ended it. */
export function endOf(child: ChildProcess): Promise<number> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode ?? 1);
  return new Promise((resolve) => child.once("exit", (code) => resolve(code ?? 1)));
}
