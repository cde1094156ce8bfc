import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * When the process started, as an opaque text; undefined when there is no such process, or only its zombie.
 * Linux: field 22 of /proc/<pid>/stat (clock ticks since boot); elsewhere `ps -o lstart=` (to the second).
 */
export function readStartTime(pid: number, platform: NodeJS.Platform = process.platform): string | undefined {
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return platform === "linux" ? readProcStartTime(pid) : readPsStartTime(pid);
}

/**
 * Which boot of the machine this is, as an opaque text; "" where start times are dates, which no boot repeats.
 * Source: proc_sys_kernel(5), random/boot_id.
 */
export function readBootId(platform: NodeJS.Platform = process.platform): string {
  return platform === "linux" ? readIfReadable("/proc/sys/kernel/random/boot_id").trim() : "";
}

/** The words of the command that the process runs; empty when it cannot be read. */
export function readCommandLine(pid: number): readonly string[] {
  try {
    if (process.platform === "linux") return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
    const line = runPs(["-ww", "-o", "command=", "-p", String(pid)]);
    // Blanks inside a path cannot be told from those between words: the whole line is one more word.
    return [...line.split(" "), line];
  } catch {
    return [];
  }
}

function readProcStartTime(pid: number): string | undefined {
  const stat = readIfReadable(`/proc/${pid}/stat`);
  // The second field, the command in brackets, may itself hold blanks and brackets: count from its end.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const isGone = fields[0] === "Z" || fields[0] === "X";
  return isGone ? undefined : fields[19];
}

function readPsStartTime(pid: number): string | undefined {
  try {
    const line = runPs(["-o", "stat=,lstart=", "-p", String(pid)]);
    const [state = "", ...started] = line.split(/\s+/);
    return state === "" || state.startsWith("Z") ? undefined : started.join(" ");
  } catch {
    return undefined;
  }
}

function readIfReadable(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return "";
  }
}

/** In a locale of its own: the date must read the same whoever asks. */
function runPs(args: readonly string[]): string {
  const env = { PATH: "/usr/bin:/bin", LC_ALL: "C" };
  return execFileSync("ps", args, { encoding: "utf8", env, stdio: ["ignore", "pipe", "ignore"] }).trim();
}
