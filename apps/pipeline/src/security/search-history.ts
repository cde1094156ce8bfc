import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readAddedLines } from "../git/added-lines.ts";
import { readHistory } from "../git/history.ts";
import { runGit } from "../git/run-git.ts";
import { findSecrets, SECRET_RULE_COUNT, SECRET_RULES_KEY } from "./find-secrets.ts";

/** Where the last search is kept, so that the next looks at new commits only. */
const STATE_FILE = ".pipeline/secrets-history.json";
const FULL_SEARCH = { commitCount: 0, findings: [] };

interface HistorySearch {
  readonly ruleCount: number;
  /** Another search than the one kept begins anew. */
  readonly rulesDigest: string;
  readonly headCommit: string;
  readonly commitCount: number;
  readonly findings: readonly object[];
}

/** Searches every line that a commit reachable from HEAD added, and its message. Undefined where the clone is shallow. */
export async function searchHistory(rootDirectory: string): Promise<string | undefined> {
  const { headCommit, commitCount, isShallow } = readHistory(rootDirectory);
  if (isShallow || headCommit === "") return undefined;
  const rulesDigest = digestOfRules(rootDirectory);
  const kept = await findKept(rootDirectory, rulesDigest);
  const isContinued = kept !== undefined && kept.commitCount + (await countSince(rootDirectory, kept)) === commitCount;
  const before = isContinued ? kept : FULL_SEARCH;
  const findings = [...before.findings];
  const range = isContinued ? `${kept.headCommit}..HEAD` : "HEAD";
  for await (const { commit, file, text, lines } of readAddedLines(rootDirectory, range)) {
    const found = await findSecrets(file, text);
    findings.push(...found.map(({ line, ...secret }) => ({ commit, file, line: lines[line - 1] ?? 1, ...secret })));
  }
  const search: HistorySearch = { ruleCount: SECRET_RULE_COUNT, rulesDigest, headCommit, commitCount, findings };
  const written = JSON.stringify(search, null, 2);
  mkdirSync(dirname(join(rootDirectory, STATE_FILE)), { recursive: true });
  writeFileSync(join(rootDirectory, STATE_FILE), written);
  return written;
}

/** The scanner's packages, as the lockfile pins them, and our own rules. */
function digestOfRules(rootDirectory: string): string {
  const lockfile = join(rootDirectory, "package-lock.json");
  const entries = existsSync(lockfile) ? readFileSync(lockfile, "utf8").split("\n") : [];
  const scanner = entries.flatMap((line, index) =>
    line.includes("@secretlint/") ? entries.slice(index, index + 3) : [],
  );
  return createHash("sha256").update(SECRET_RULES_KEY).update(scanner.join("\n")).digest("hex");
}

/** The search kept from before, where it was made with the same rules and HEAD descends from its commit. */
async function findKept(rootDirectory: string, rulesDigest: string): Promise<HistorySearch | undefined> {
  const file = join(rootDirectory, STATE_FILE);
  if (!existsSync(file)) return undefined;
  try {
    const kept = JSON.parse(readFileSync(file, "utf8")) as HistorySearch;
    const isSame = kept.rulesDigest === rulesDigest && /^[0-9a-f]{40}$/.test(kept.headCommit);
    const isAncestor = isSame && (await runGit(rootDirectory, "merge-base", "--is-ancestor", kept.headCommit, "HEAD"));
    return isAncestor === "" && Array.isArray(kept.findings) ? kept : undefined;
  } catch {
    // A search that was cut off is no search.
    return undefined;
  }
}

async function countSince(rootDirectory: string, { headCommit }: HistorySearch): Promise<number> {
  return Number((await runGit(rootDirectory, "rev-list", "--count", `${headCommit}..HEAD`)) ?? Number.NaN);
}
