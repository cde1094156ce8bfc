import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const LINKED = ["@ecommerce-cart", "@esbuild", "esbuild", ".bin", `lefthook-${process.platform}-${process.arch}`];
// Neither the person's own git settings nor the CI's variables may decide these tests.
const ENVIRONMENT = {
  PATH: process.env["PATH"] ?? "",
  HOME: "/nonexistent",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: "A",
  GIT_AUTHOR_EMAIL: "a@example.com",
  GIT_COMMITTER_NAME: "A",
  GIT_COMMITTER_EMAIL: "a@example.com",
};

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "git-hooks-"));
  mkdirSync(`${folder}/node_modules`);
  for (const name of LINKED) symlinkSync(`${ROOT}/node_modules/${name}`, `${folder}/node_modules/${name}`);
  for (const name of [
    "scripts/hooks",
    "packages/source-checks/src",
    "packages/result/src",
    "lefthook.yml",
    "package.json",
  ])
    cpSync(`${ROOT}/${name}`, `${folder}/${name}`, { recursive: true });
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function run(program: string, ...parameters: string[]): { readonly status: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(program, parameters, {
    cwd: folder,
    env: ENVIRONMENT,
    encoding: "utf8",
  });
  return { status, output: stdout + stderr };
}

function install(extra: Readonly<Record<string, string>> = {}): string {
  const script = `import(${JSON.stringify(`${folder}/scripts/hooks/install.mjs`)}).then((m) => m.installHooks(${JSON.stringify(`${folder}/`)}))`;
  const env = { ...ENVIRONMENT, ...extra };
  const { status, stdout, stderr } = spawnSync(process.execPath, ["-e", script], {
    cwd: folder,
    env,
    encoding: "utf8",
  });
  expect(status).toBe(0);
  return stdout + stderr;
}

function commit(message: string): { readonly status: number | null; readonly output: string } {
  return run("git", "commit", "--allow-empty", "-m", message);
}

test("a bad message stops the commit and is put right; a good one passes", () => {
  run("git", "init", "-q", "-b", "main");
  expect(install()).toBe("");
  const refused = commit("Added coupons.");
  expect(refused.status).toBe(1);
  expect(refused.output).toContain("commit message: 3 mistakes");
  expect(refused.output).toContain("  feat: add coupons\n");
  expect(commit("feat: add coupons").status).toBe(0);
  expect(run("git", "log", "--format=%s").output).toBe("feat: add coupons\n");
});

// The machine's own Node is taken where the pinned one was put aside (PIPELINE_NODE=system).
test.runIf(existsSync(`${ROOT}/node_modules/.bin/node`))(
  "the pinned Node checks, also with an older one on the PATH",
  () => {
    run("git", "init", "-q", "-b", "main");
    install();
    // Were the hook to take the first Node on the PATH, this one would let every message through.
    mkdirSync(`${folder}/old`);
    writeFileSync(`${folder}/old/node`, "#!/bin/sh\nexit 0\n");
    chmodSync(`${folder}/old/node`, 0o755);
    const before = ENVIRONMENT.PATH;
    ENVIRONMENT.PATH = `${folder}/old:${before}`;
    expect(commit("Added coupons.").status).toBe(1);
    expect(commit("feat: add coupons").status).toBe(0);
    ENVIRONMENT.PATH = before;
  },
);

test("a change of the rules is in force at the next commit", () => {
  run("git", "init", "-q", "-b", "main");
  install();
  expect(commit("feat: add coupons").status).toBe(0);
  const hook = `${folder}/scripts/hooks/commit-message.ts`;
  writeFileSync(
    hook,
    readFileSync(hook, "utf8").replace("commentCharacter });", 'commentCharacter, types: ["task"] });'),
  );
  expect(commit("feat: add coupons").status).toBe(1);
  expect(commit("task: add coupons").status).toBe(0);
});

test.each([";", "auto"])("with %j for comments, what the editor says is no part of the message", (character) => {
  run("git", "init", "-q", "-b", "main");
  install();
  run("git", "config", "core.commentChar", character);
  const message = `feat: add coupons\n\n#1 is closed by this\n; Please enter the message, reviewed by: you\n`;
  writeFileSync(`${folder}/message`, message);
  expect(run("sh", "scripts/hooks/run.sh", "commit-message", "message")).toEqual({ status: 0, output: "" });
  writeFileSync(`${folder}/message`, "feat: add coupons\n; Please enter the message\nmore\n; the end\n");
  expect(run("sh", "scripts/hooks/run.sh", "commit-message", "message").output).toContain(
    "leave the second line empty",
  );
});

test("a message left empty is git's own to refuse", () => {
  run("git", "init", "-q", "-b", "main");
  install();
  const { status, output } = commit("");
  expect(status).toBe(1);
  expect(output).not.toContain("mistake");
});

test("a branch is checked when it is pushed, by the name it gets; tags and deletions pass", () => {
  run("git", "init", "-q", "-b", "nonsense");
  install();
  commit("feat: add coupons");
  run("git", "init", "-q", "--bare", "remote.git");
  const refused = run("git", "push", "./remote.git", "nonsense");
  expect(refused.status).toBe(1);
  expect(refused.output).toContain("branch name: 1 mistake");
  expect(run("git", "push", "./remote.git", "nonsense:refs/heads/feature/US-1-x").status).toBe(0);
  expect(run("git", "push", "./remote.git", "nonsense:refs/tags/nonsense").status).toBe(0);
  expect(run("git", "push", "--no-verify", "./remote.git", "nonsense").status).toBe(0);
  expect(run("git", "push", "./remote.git", ":refs/heads/nonsense").status).toBe(0);
});

test("a hook that is yours stays and is named, and the other one is installed", () => {
  run("git", "init", "-q", "-b", "main");
  const own = "#!/bin/sh\necho mine\n";
  writeFileSync(`${folder}/.git/hooks/commit-msg`, own, { mode: 0o755 });
  expect(install()).toContain("your own commit-msg hook stays");
  expect(readFileSync(`${folder}/.git/hooks/commit-msg`, "utf8")).toBe(own);
  expect(readFileSync(`${folder}/.git/hooks/pre-push`, "utf8")).toContain("lefthook");
});

test("a hook that lefthook's own installation moved aside is put back", () => {
  run("git", "init", "-q", "-b", "main");
  const own = "#!/bin/sh\necho mine\n";
  writeFileSync(`${folder}/.git/hooks/commit-msg`, own, { mode: 0o755 });
  run(`${folder}/node_modules/lefthook-${process.platform}-${process.arch}/bin/lefthook`, "install");
  expect(existsSync(`${folder}/.git/hooks/commit-msg.old`)).toBe(true);
  install();
  expect(readFileSync(`${folder}/.git/hooks/commit-msg`, "utf8")).toBe(own);
});

test("a hooks folder of your own is left alone", () => {
  run("git", "init", "-q", "-b", "main");
  run("git", "config", "core.hooksPath", "my-hooks");
  expect(install()).toContain("your own hooks folder my-hooks");
  expect(existsSync(`${folder}/my-hooks`)).toBe(false);
});

test("in CI, outside a git checkout and without git nothing is installed, and nothing fails", () => {
  expect(install()).toBe("");
  run("git", "init", "-q", "-b", "main");
  expect(install({ CI: "true" })).toBe("");
  expect(install({ PATH: "/nonexistent" })).toBe("");
  expect(existsSync(`${folder}/.git/hooks/commit-msg`)).toBe(false);
});
