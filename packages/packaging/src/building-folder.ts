import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";

const PREFIX = ".building-";
const OWNER = /^\.building-(\d+)-/;

/**
 * Makes an empty folder beside the finished bundles, in which one is built before it gets its name, and removes
 * those whose process was killed. Returns its absolute path. Throws the file system's error.
 */
export function makeBuildingFolder(releasesDirectory: string): string {
  mkdirSync(releasesDirectory, { recursive: true });
  for (const name of readdirSync(releasesDirectory)) {
    const owner = OWNER.exec(name)?.[1];
    if (owner !== undefined && !isAlive(Number(owner)))
      rmSync(`${releasesDirectory}/${name}`, { recursive: true, force: true });
  }
  return mkdtempSync(`${releasesDirectory}/${PREFIX}${process.pid}-`);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, as another user.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
