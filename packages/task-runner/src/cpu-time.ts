import { readFileSync } from "node:fs";

/** Linux counts processor time in ticks of 10 ms, whatever its timer (USER_HZ). */
const MS_PER_TICK = 10;

/** Processor time of this process and of its children that have ended, in milliseconds; without these where the system does not tell. */
export function cpuTimeMs(): number {
  const own = process.cpuUsage();
  return Math.round((own.user + own.system) / 1000) + childrenCpuMs();
}

/** Fields 16 and 17 of proc(5): cutime and cstime. */
function childrenCpuMs(): number {
  if (process.platform !== "linux") return 0;
  try {
    const text = readFileSync("/proc/self/stat", "latin1");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[13]) + Number(fields[14])) * MS_PER_TICK;
  } catch {
    return 0;
  }
}
