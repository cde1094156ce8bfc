const UNITS = [
  { name: "d", ms: 86_400_000 },
  { name: "h", ms: 3_600_000 },
  { name: "min", ms: 60_000 },
  { name: "s", ms: 1000 },
] as const;

/** A duration in the largest unit that it fills twice, or evenly. Example: 600000 gives "10 min", 90000 gives "90 s". */
export function describeDuration(durationMs: number): string {
  const unit = UNITS.find(({ ms }) => durationMs >= ms && (durationMs % ms === 0 || durationMs >= 2 * ms));
  if (unit === undefined) return `${Math.round(durationMs)} ms`;
  return `${Math.round((durationMs / unit.ms) * 10) / 10} ${unit.name}`;
}
