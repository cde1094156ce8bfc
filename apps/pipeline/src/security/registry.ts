import { readFileSync } from "node:fs";
import { join } from "node:path";
import { directDependencies, LOCKFILE, parseLockfile } from "@ecommerce-cart/quality-gates";
import type { NamedVersion } from "@ecommerce-cart/quality-gates";
import { runProgram } from "../run-program.ts";

/** How a question to a registry is asked. */
export interface RegistryQuestion {
  readonly rootDirectory: string;
  readonly signal: AbortSignal;
}

/** Either the answer, ready to be kept with its time, or why there is none: that is never kept. */
export type RegistryAnswer = { readonly output: string } | { readonly unanswered: string };

const PARALLEL_REQUESTS = 4;
const REQUEST_TIMEOUT_MS = 20_000;

/** `npm audit` over everything in the lockfile, whatever is installed. */
export async function askAudit(question: RegistryQuestion): Promise<RegistryAnswer> {
  const kinds = ["--include=prod", "--include=dev", "--include=optional", "--include=peer"];
  const { stdout, stderr } = await npm(question, ["audit", "--json", ...kinds]);
  const answer = parse(stdout);
  if (answer?.["auditReportVersion"] === 2) return { output: stdout };
  return { unanswered: told(answer, stderr) };
}

/** `npm outdated` over every manifest. */
export async function askOutdated(question: RegistryQuestion): Promise<RegistryAnswer> {
  const { exitCode, stdout, stderr } = await npm(question, ["outdated", "--json"]);
  const answer = parse(stdout.trim() === "" && exitCode === 0 ? "{}" : stdout);
  const isAnswer = answer !== undefined && (exitCode === 0 || exitCode === 1) && answer["error"] === undefined;
  return isAnswer ? { output: JSON.stringify(answer) } : { unanswered: told(answer, stderr) };
}

/** When the registry got each version that our manifests name: from the `time` of its packument. */
export async function askReleaseAges(question: RegistryQuestion): Promise<RegistryAnswer> {
  const lockfile = parseLockfile(readFileSync(join(question.rootDirectory, LOCKFILE), "utf8"));
  if (!lockfile.ok) return { unanswered: lockfile.error };
  const registry = (await npm(question, ["config", "get", "registry"])).stdout.trim();
  const waiting = [...directDependencies(lockfile.value)];
  const packages: object[] = [];
  let failure: string | undefined;
  const work = async (): Promise<void> => {
    for (let one = waiting.shift(); one !== undefined && failure === undefined; one = waiting.shift()) {
      const publishedAt = await askTime(registry, one, question.signal);
      if (publishedAt === undefined) failure = `no time of ${one.name}@${one.version}`;
      else packages.push({ name: one.name, version: one.version, publishedAt });
    }
  };
  await Promise.all(Array.from({ length: PARALLEL_REQUESTS }, work));
  return failure === undefined ? { output: JSON.stringify({ packages }, null, 1) } : { unanswered: failure };
}

async function askTime(
  registry: string,
  { name, version }: NamedVersion,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const url = `${registry.replace(/\/$/, "")}/${name.replace("/", "%2f")}`;
    const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]) });
    const packument = (await response.json()) as { readonly time?: Readonly<Record<string, string>> };
    return response.ok ? packument.time?.[version] : undefined;
  } catch {
    // Not reached, or no JSON: not measured either way.
    return undefined;
  }
}

function npm({ rootDirectory, signal }: RegistryQuestion, args: readonly string[]) {
  return runProgram({ rootDirectory, program: "npm", args, signal });
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}

/** Why there is no answer, in one line. */
function told(answer: Readonly<Record<string, unknown>> | undefined, stderr: string): string {
  const message = answer?.["message"] ?? stderr.split("\n").find((line) => line.trim() !== "") ?? "no answer";
  return String(message).slice(0, 200);
}
