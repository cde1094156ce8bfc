import { execFileSync } from "node:child_process";
import { mkdtempDisposableSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findSecrets } from "./find-secrets.ts";
import { searchHistory } from "./search-history.ts";
import { searchTree } from "./search-tree.ts";

// Put together when the tests run, so that this file itself holds none.
const CLOUD_KEY = ["AKIA", "Q3EGVTMN7HXKPWLZ"].join("");
const PRIVATE_KEY = [
  "-----BEGIN RSA PRIVATE",
  " KEY-----\n",
  "MIIEowIBAAKCAQEA0123456789abcdefghijklmnopqrstuvwxyzABCDEF\n",
  "-----END RSA PRIVATE",
  " KEY-----",
].join("");
const DATABASE_URL = ["postgres://shop:", "S3cretPassw0rd", "@db.internal:5432/shop"].join("");
const WEB_TOKEN = [
  "eyJhbGciOiJIUzI1NiJ9",
  "eyJzdWIiOiIxMjM0NTY3ODkwIn0",
  "dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
].join(".");
const RANDOM = ["q8Zr2LxT", "v0NmWc5K", "pY7bHd3J"].join("");

test.each([
  ["a cloud key", `key = ${CLOUD_KEY}`],
  ["a private key", PRIVATE_KEY],
  ["a database URL with a password", `url: ${DATABASE_URL}`],
  ["a web token", `const t = "${WEB_TOKEN}";`],
  ["a random value with a telling name", `const apiKey = "${RANDOM}";`],
  ["one below a comment that says to look away", `// ${"secretlint"}-disable\nkey = ${CLOUD_KEY}`],
])("%s is found, and never told in full", async (_name, text) => {
  const found = await findSecrets("src/a.ts", text);
  expect(found.length).toBeGreaterThan(0);
  for (const secret of [CLOUD_KEY, DATABASE_URL, WEB_TOKEN, RANDOM])
    expect(JSON.stringify(found)).not.toContain(secret);
});

test.each([
  ["a sandbox card", 'const card = "4242 4242 4242 4242";'],
  ["a password that is asked for", "password: string; token: paymentToken"],
  ["a digest", `integrity: "sha512-${"A".repeat(86)}=="`],
  ["a commit", `commit: "${"a1b2".repeat(10)}"`],
])("%s is no secret", async (_name, text) => {
  expect(await findSecrets("src/a.ts", text)).toEqual([]);
});

/** A repository in which a secret was committed and taken out again. */
function makeRepository() {
  const folder = mkdtempDisposableSync(join(tmpdir(), "secrets-"));
  const git = (...args: readonly string[]) => execFileSync("git", args, { cwd: folder.path, encoding: "utf8" });
  const commit = (file: string, text: string, message = "feat: more") => {
    writeFileSync(join(folder.path, file), text);
    git("add", ".");
    git("-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "--quiet", "--message", message);
  };
  git("init", "--quiet", "--initial-branch=main");
  writeFileSync(join(folder.path, ".gitignore"), ".pipeline/\n");
  commit("a.txt", "one\ntwo\n");
  commit("a.txt", `one\n${CLOUD_KEY}\ntwo\n`);
  commit("a.txt", "one\ntwo\n");
  return { root: folder.path, git, commit, [Symbol.dispose]: () => folder.remove() };
}

interface Search {
  readonly headCommit: string;
  readonly commitCount: number;
  readonly findings: readonly { commit: string; file: string; line: number; rule: string }[];
}

async function search(root: string): Promise<Search> {
  return JSON.parse((await searchHistory(root)) ?? "{}") as Search;
}

test("a secret that was taken out again is found where it was added; the tree is clean", async () => {
  using repository = makeRepository();
  const { findings, commitCount, headCommit } = await search(repository.root);
  expect(findings).toMatchObject([
    { file: "a.txt", line: 2, rule: "cloud-access-key", commit: repository.git("rev-parse", "HEAD~1").trim() },
  ]);
  expect({ commitCount, headCommit }).toEqual({
    commitCount: 3,
    headCommit: repository.git("rev-parse", "HEAD").trim(),
  });
  expect(JSON.parse(await searchTree(repository.root))).toMatchObject({ files: [".gitignore", "a.txt"], findings: [] });
});

test("a later search looks at new commits only and keeps what was found; without its memory it finds the same", async () => {
  using repository = makeRepository();
  await search(repository.root);
  repository.commit("b.txt", `x ${DATABASE_URL}\n`);
  const continued = await search(repository.root);
  expect(continued).toMatchObject({ commitCount: 4, findings: [{ file: "a.txt" }, { file: "b.txt" }] });
  rmSync(join(repository.root, ".pipeline"), { recursive: true });
  const anew = await search(repository.root);
  expect(anew.findings.map(({ file }) => file).sort()).toEqual(["a.txt", "b.txt"]);
});

test("history that was rewritten, and a memory that was damaged, are searched anew", async () => {
  using repository = makeRepository();
  await search(repository.root);
  repository.git("reset", "--quiet", "--hard", "HEAD~2");
  expect(await search(repository.root)).toMatchObject({ commitCount: 1, findings: [] });
  const memory = join(repository.root, ".pipeline/secrets-history.json");
  writeFileSync(memory, readFileSync(memory, "utf8").slice(0, 40));
  expect(await search(repository.root)).toMatchObject({ commitCount: 1, findings: [] });
});

test("secrets in a commit's message and in what only a merge adds are found", async () => {
  using repository = makeRepository();
  repository.commit("c.txt", "c\n", `fix: use ${DATABASE_URL}`);
  repository.git("checkout", "--quiet", "-b", "side", "HEAD~1");
  repository.commit("d.txt", "d\n");
  repository.git("-c", "user.name=a", "-c", "user.email=a@example.org", "merge", "--quiet", "--no-commit", "main");
  repository.commit("e.txt", `${CLOUD_KEY}\n`, "Merge branch main");
  const { findings } = await search(repository.root);
  expect(findings.map(({ file }) => file)).toEqual(expect.arrayContaining(["(message)", "e.txt"]));
});

test("a shallow clone is not searched", async () => {
  using repository = makeRepository();
  using clone = mkdtempDisposableSync(join(tmpdir(), "shallow-"));
  execFileSync("git", ["clone", "--quiet", "--depth=1", `file://${repository.root}`, clone.path]);
  expect(await searchHistory(clone.path)).toBeUndefined();
});
