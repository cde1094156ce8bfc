import { statfsSync } from "node:fs";
import { tmpdir } from "node:os";

const MEMORY_FOLDER = "/dev/shm";
const NEEDED_BYTES = 4 * 1024 ** 3;

/**
 * Where tests make their temporary folders: in memory where there is room (databases and bundles are made and thrown
 * away by the hundred; on a disk that costs most of the time), else the machine's own. TMPDIR wins.
 */
export function scratchFolder(): string {
  if (process.env["TMPDIR"] !== undefined) return process.env["TMPDIR"];
  try {
    const { bavail, bsize } = statfsSync(MEMORY_FOLDER);
    return bavail * bsize >= NEEDED_BYTES ? MEMORY_FOLDER : tmpdir();
  } catch {
    return tmpdir();
  }
}
