import { execFile } from "node:child_process";
import { promisify } from "node:util";

const execute = promisify(execFile);
const MAX_OUTPUT_BYTES = 64 * 1024 ** 2;

/** Runs git in `directory`; its standard output, or undefined when it exits with another code than 0. Throws when git is missing. */
export async function runGit(directory: string, ...args: readonly string[]): Promise<string | undefined> {
  try {
    const { stdout } = await execute("git", [...args], { cwd: directory, maxBuffer: MAX_OUTPUT_BYTES });
    return stdout.trimEnd();
  } catch (error) {
    if (error instanceof Error && "code" in error && typeof error.code === "number") return undefined;
    throw error;
  }
}
