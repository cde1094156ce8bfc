const DURATION = /^(\d{1,9})(ms|s|m|h)$/;
const MS_PER_UNIT: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** Milliseconds of a text like "500ms", "30s", "10m" or "24h"; undefined where it is none. Example: "10m" is 600000. */
export function parseDuration(text: string): number | undefined {
  const [, amount, unit] = DURATION.exec(text) ?? [];
  const factor = MS_PER_UNIT[unit ?? ""];
  return amount === undefined || factor === undefined ? undefined : Number(amount) * factor;
}
