// What an install leaves to do, on any Node from 20 on. Called by install.mjs; `node scripts/after-install.mjs` by hand.
import { copyFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { installHooks } from "./hooks/install.mjs";

/** `root`: absolute, with a trailing slash. */
export function afterInstall(root) {
  // `./pipeline` compares this copy with the lockfile to see whether an install is due.
  copyFileSync(`${root}package-lock.json`, `${root}node_modules/.installed-package-lock.json`);
  installHooks(root);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) afterInstall(fileURLToPath(new URL("..", import.meta.url)));
