// Installs what package-lock.json names. Plain JavaScript for Node 20: it runs before anything is installed.
// No package's install script runs (.npmrc: ignore-scripts): what needs one is repaired by whom it serves.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statfsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterInstall } from "./after-install.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const NEEDED_BYTES = 1.5 * 1024 ** 3;

function fail(message) {
  console.error(`pipeline: ${message}`);
  process.exit(2);
}

function checkNode() {
  const major = Number(process.versions.node.split(".")[0]);
  if (major < 20) fail(`Node ${process.versions.node} is too old: install Node 20 or later, then run this again.`);
}

/** Somebody may have run `npm ci` by hand: npm's own record of what is installed tells. */
function isInstalled() {
  try {
    const wanted = JSON.parse(readFileSync(`${root}package-lock.json`, "utf8")).packages;
    const found = JSON.parse(readFileSync(`${root}node_modules/.package-lock.json`, "utf8")).packages;
    return Object.entries(wanted).every(([path, { version, optional }]) => {
      if (!path.includes("node_modules/")) return true;
      return found[path] === undefined ? optional === true : found[path].version === version;
    });
  } catch {
    return false;
  }
}

function checkDisk() {
  const { bavail, bsize } = statfsSync(root);
  const freeBytes = bavail * bsize;
  if (freeBytes >= NEEDED_BYTES) return;
  const freeMib = Math.floor(freeBytes / 1024 ** 2);
  fail(
    `the disk is too full to install: ${freeMib} MiB free in ${root}, 1536 MiB needed. Free some room, then run this again.`,
  );
}

function runNpm() {
  const args = ["ci", "--ignore-scripts", "--include=optional", "--no-audit", "--no-fund", "--loglevel=error"];
  const npm = spawnSync("npm", args, { cwd: root, stdio: ["ignore", 2, 2] });
  if (npm.error?.code === "ENOENT")
    fail("npm is missing. It comes with Node: install Node 20 or later, then run this again.");
  if (npm.status !== 0) fail("npm ci failed (see above). Mend what it names, then run this again.");
}

checkNode();
if (!isInstalled()) {
  checkDisk();
  const isFirst = !existsSync(`${root}node_modules`);
  console.error(
    isFirst
      ? "Installing dependencies from package-lock.json …"
      : "package-lock.json has changed: installing dependencies …",
  );
  const startedAt = Date.now();
  runNpm();
  console.error(`Installed in ${((Date.now() - startedAt) / 1000).toFixed(1)} s.`);
}
afterInstall(root);
