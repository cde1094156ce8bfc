// Runs after every `npm ci` and `npm install` at the root, on any Node from 20 on.
import { copyFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

// `./pipeline` compares this copy with the lockfile to see whether an install is due.
copyFileSync(`${root}package-lock.json`, `${root}node_modules/.installed-package-lock.json`);
