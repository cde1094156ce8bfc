import { spawn } from "node:child_process";
import type { ChildProcess, StdioOptions } from "node:child_process";
import type { PostgresFailure } from "./postgres-failure.ts";
import type { Command } from "./run-as.ts";

/** How a program ended: `exitCode` is null when a signal or a failed start ended it. */
export interface ProgramEnd {
  readonly exitCode: number | null;
  /** What the system said when the program could not be started at all ("EPERM"). */
  readonly spawnError: string | undefined;
}

/** Starts a program of PostgreSQL as its command says, in a session of its own, with a clean environment. */
export function spawnCommand(command: Command, stdio: StdioOptions): ChildProcess {
  return spawn(command.file, [...command.args], {
    // Its own messages are read by `classifyOutput`: keep them in English.
    env: { PATH: process.env["PATH"] ?? "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" },
    cwd: "/",
    detached: true,
    stdio,
    ...command.account,
  });
}

/** Resolves when the program has ended or could not be started; never rejects. */
export function endOf(child: ChildProcess): Promise<ProgramEnd> {
  return new Promise((resolve) => {
    child.once("error", (error: NodeJS.ErrnoException) =>
      resolve({ exitCode: null, spawnError: error.code ?? error.message }),
    );
    child.once("close", (exitCode) => resolve({ exitCode, spawnError: undefined }));
  });
}

/** Why a program could not be started: the system refused the other user, or the program itself. */
export function failureOfSpawnError(spawnError: string, directory: string): PostgresFailure {
  const detail = `its program could not be started: ${spawnError}`;
  const isRefusedUser = process.getuid?.() === 0 && ["EPERM", "EINVAL", "EACCES"].includes(spawnError);
  return isRefusedUser ? { kind: "cannot-drop-root", detail } : { kind: "postgres-did-not-start", directory, detail };
}
