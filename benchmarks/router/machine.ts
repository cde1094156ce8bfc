import { availableParallelism, cpus } from "node:os";

/** One line on where something was measured: cores, processor model, Node's version. */
export function describeMachine(): string {
  return `${availableParallelism()} cores, ${cpus()[0]?.model ?? "unknown processor"}, node ${process.version}`;
}

/** The value below which `percent` of the values lie (nearest rank); NaN for none. Example: percentile([1, 2, 3], 50) is 2. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}
