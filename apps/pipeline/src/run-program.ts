import { execFile } from "node:child_process";
import { delimiter, join } from "node:path";

/** How a program ended that may fail. */
export interface ProgramEnd {
  /** Undefined where it could not be started, or a signal ended it. */
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** What to run. */
export interface ProgramCall {
  readonly rootDirectory: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly signal: AbortSignal;
}

const MAX_OUTPUT_BYTES = 256 * 1024 ** 2;

/** Runs a program at the root, with what the repository installed in front of the PATH. */
export function runProgram({ rootDirectory, program, args, signal }: ProgramCall): Promise<ProgramEnd> {
  const PATH = `${join(rootDirectory, "node_modules/.bin")}${delimiter}${process.env["PATH"] ?? ""}`;
  const options = { cwd: rootDirectory, signal, maxBuffer: MAX_OUTPUT_BYTES, env: { ...process.env, PATH } };
  return new Promise((resolve) => {
    execFile(program, [...args], options, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code;
      resolve({ exitCode: typeof code === "number" ? code : undefined, stdout, stderr });
    });
  });
}
