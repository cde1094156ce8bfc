// Installs the git hooks of lefthook.yml, and never in the place of a hook that is yours. On any Node from 20 on.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, renameSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const HOOKS = ["commit-msg", "pre-push"];

/**
 * Never fails an installation: outside a git checkout, in CI, and where lefthook or git is missing it does nothing;
 * whatever else goes wrong is one line on standard error. `root` is the repository's root.
 */
export function installHooks(root) {
  if (isSet(process.env.CI)) return;
  // Only this checkout's own repository: a copy of the files inside another one has no hooks to install.
  if (!existsSync(join(root, ".git")) || !existsSync(join(root, "lefthook.yml"))) return;
  const lefthook = lefthookProgram(root);
  const folder = git(root, ["rev-parse", "--git-path", "hooks"]);
  if (lefthook === undefined || folder === undefined) return;
  if (git(root, ["config", "--get", "core.hooksPath"])) {
    say(`git uses your own hooks folder ${folder}: ours are not installed. They are in lefthook.yml.`);
    return;
  }
  const free = HOOKS.filter((hook) => isFree(resolve(root, folder), hook));
  if (free.length === 0) return;
  const installed = spawnSync(lefthook, ["install", ...free], { cwd: root, encoding: "utf8" });
  if (installed.status !== 0) say(`not installed: ${(installed.stderr || installed.error?.message || "").trim()}`);
}

/** Whether our hook may stand there. A hook of yours that lefthook's own installation moved aside is put back. */
function isFree(folder, hook) {
  const place = join(folder, hook);
  const aside = `${place}.old`;
  if (existsSync(aside) && !isOurs(aside) && (!existsSync(place) || isOurs(place))) renameSync(aside, place);
  if (!existsSync(place) || isOurs(place)) return true;
  say(
    `your own ${hook} hook stays; ours is not installed. To run ours as well, add to it: ` +
      `node_modules/.bin/lefthook run ${hook} "$@"`,
  );
  return false;
}

function isOurs(file) {
  return readFileSync(file, "utf8").includes("call_lefthook");
}

/** The program itself: the package's own script would start another Node first. */
function lefthookProgram(root) {
  const cpu = process.arch === "arm64" ? "arm64" : "x64";
  const name = `lefthook-${process.platform}-${cpu}/bin/lefthook`;
  try {
    return createRequire(join(root, "package.json")).resolve(name);
  } catch {
    return undefined;
  }
}

function git(root, parameters) {
  const result = spawnSync("git", parameters, { cwd: root, encoding: "utf8" });
  return result.status === 0 ? result.stdout.trim() : undefined;
}

function isSet(value) {
  return value !== undefined && value !== "" && value !== "0" && value !== "false";
}

function say(line) {
  process.stderr.write(`git hooks: ${line}\n`);
}
