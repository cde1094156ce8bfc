import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus } from "node:os";

/** What a process has used so far. */
export interface ProcessUsage {
  readonly rssBytes: number;
  /** User and system. */
  readonly cpuMs: number;
}

/** Linux counts CPU time for programs in hundredths of a second, whatever the kernel's own tick. */
const MS_PER_TICK = 10;

/** Reads a process's memory and CPU time: /proc on Linux, `ps` elsewhere. Undefined where there is no such process. */
export function readProcessUsage(pid: number): ProcessUsage | undefined {
  try {
    return process.platform === "linux" ? readProc(pid) : readPs(pid);
  } catch {
    return undefined;
  }
}

function readProc(pid: number): ProcessUsage | undefined {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The name, in brackets, may hold blanks and brackets; fields 14 and 15 of proc(5) are counted after it.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const rssKib = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  if (rssKib === undefined) return undefined;
  return { rssBytes: Number(rssKib) * 1024, cpuMs: (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK };
}

function readPs(pid: number): ProcessUsage | undefined {
  const line = execFileSync("ps", ["-o", "rss=,time=", "-p", String(pid)], { encoding: "utf8" });
  return parsePsLine(line);
}

/** Reads "  51200   1:02.50" (KiB, then [hours:]minutes:seconds). Undefined for anything else. */
export function parsePsLine(line: string): ProcessUsage | undefined {
  const [, rssKib, time] = /^\s*(\d+)\s+((?:\d+:)?\d+:\d+(?:\.\d+)?)\s*$/.exec(line) ?? [];
  if (rssKib === undefined || time === undefined) return undefined;
  const seconds = time.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
  return { rssBytes: Number(rssKib) * 1024, cpuMs: seconds * 1000 };
}

/** What all cores together did since the start of the machine, in milliseconds. */
export function readMachineTimes(): { readonly busyMs: number; readonly totalMs: number } {
  const times = cpus().map((cpu) => cpu.times);
  const totalMs = times.reduce((sum, one) => sum + one.user + one.nice + one.sys + one.idle + one.irq, 0);
  return { busyMs: totalMs - times.reduce((sum, one) => sum + one.idle, 0), totalMs };
}
