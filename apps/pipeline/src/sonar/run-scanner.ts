import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { JobContext } from "@ecommerce-cart/pipeline-model";
import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";

const SCANNER = "sonar-scanner";
/** Where the scanner says which task its upload became. */
const TASK_FILE = ".scannerwork/report-task.txt";
/** What a scanner needs of the machine; everything else it is told. */
const PASSED_ON = ["PATH", "HOME", "JAVA_HOME", "TMPDIR", "LANG", "SONAR_SCANNER_OPTS"];

/** Uploads the tree with SonarQube's own scanner, which reads sonar-project.properties. Gives the task; the failure is a sentence. */
export async function runScanner(context: JobContext): Promise<Result<string, string>> {
  const { rootDirectory, environment } = context;
  if (!isOnPath())
    return err(
      `The scanner is not at hand: install ${SCANNER} (SonarScanner CLI) where this runs, or unset SONAR_HOST_URL.`,
    );
  const taskFile = join(rootDirectory, TASK_FILE);
  rmSync(taskFile, { force: true });
  const code = await spawnScanner(context);
  if (code !== 0) return err(`${SCANNER} ended with ${code ?? "a signal"}; the log says why.`);
  if (!existsSync(taskFile)) return err(`${SCANNER} left no ${TASK_FILE}: it uploaded nothing.`);
  const fields = readFields(readFileSync(taskFile, "utf8"));
  const server = fields.get("serverUrl") ?? "";
  if (!isSameServer(server, environment["SONAR_HOST_URL"] ?? ""))
    return err(`${SCANNER} uploaded to ${server}, and SONAR_HOST_URL names another server.`);
  const task = fields.get("ceTaskId");
  return task === undefined ? err(`${TASK_FILE} names no task.`) : ok(task);
}

function isOnPath(): boolean {
  return (process.env["PATH"] ?? "").split(delimiter).some((folder) => existsSync(join(folder, SCANNER)));
}

/** The token goes by the environment, where no list of processes shows it. */
function spawnScanner({ rootDirectory, environment, signal, log }: JobContext): Promise<number | null> {
  const machine = Object.fromEntries(PASSED_ON.map((name) => [name, process.env[name]]));
  return new Promise((resolve) => {
    const child = spawn(SCANNER, [], { cwd: rootDirectory, env: { ...machine, ...environment }, signal });
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => text.trimEnd().split("\n").forEach(log));
    child.on("error", (error) => {
      log(error.message);
      resolve(null);
    });
    child.on("close", resolve);
  });
}

function readFields(text: string): ReadonlyMap<string, string> {
  const lines = text.split(/\r?\n/).filter((line) => line.includes("="));
  return new Map(lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));
}

function isSameServer(one: string, other: string): boolean {
  return URL.canParse(one) && URL.canParse(other) && new URL(one).origin === new URL(other).origin;
}
