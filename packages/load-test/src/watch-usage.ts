import type { ProcessFigures } from "@ecommerce-cart/quality-gates";
import { readMachineTimes, readProcessUsage } from "./process-usage.ts";
import type { ProcessUsage } from "./process-usage.ts";

/** A process of the shop. */
export interface WatchedProcess {
  readonly role: string;
  readonly pid: number;
}

/** What processes and machine used while they were watched. */
export interface WatchedUsage {
  readonly processes: readonly ProcessFigures[];
  /** Of all cores. */
  readonly machineCpuPercent: number;
}

const SAMPLE_INTERVAL_MS = 250;

/** Looks at the processes from here on, four times a second; calling what it returns ends that and adds up. */
export function watchUsage(watched: readonly WatchedProcess[]): () => WatchedUsage {
  const startMs = performance.now();
  const machineBefore = readMachineTimes();
  const seen = watched.map((): ProcessUsage[] => []);
  const look = (): void =>
    watched.forEach(({ pid }, index) => {
      const usage = readProcessUsage(pid);
      if (usage !== undefined) seen[index]?.push(usage);
    });
  look();
  const timer = setInterval(look, SAMPLE_INTERVAL_MS);
  return () => {
    clearInterval(timer);
    look();
    const elapsedMs = performance.now() - startMs;
    const machine = readMachineTimes();
    const totalMs = machine.totalMs - machineBefore.totalMs;
    return {
      processes: watched.map(({ role }, index) => toFigures(role, seen[index] ?? [], elapsedMs)),
      machineCpuPercent: totalMs === 0 ? 0 : ((machine.busyMs - machineBefore.busyMs) / totalMs) * 100,
    };
  };
}

function toFigures(role: string, seen: readonly ProcessUsage[], elapsedMs: number): ProcessFigures {
  const cpuMs = (seen.at(-1)?.cpuMs ?? 0) - (seen[0]?.cpuMs ?? 0);
  return {
    role,
    peakRssBytes: Math.max(0, ...seen.map(({ rssBytes }) => rssBytes)),
    cpuPercentOfCore: (cpuMs / elapsedMs) * 100,
    sampleCount: seen.length,
  };
}
