/** A share kept as two whole numbers, so that no comparison rounds. */
export interface Share {
  readonly part: number;
  /** Above 0. */
  readonly whole: number;
}

/**
 * Rounded down to two decimals, never up: 79.996 % prints as "79.99 %", since "80.00 %" beside a failing gate, or
 * worse a passing one, is a lie. Example: `formatPercent({ part: 1, whole: 3 })` is "33.33 %".
 */
export function formatPercent({ part, whole }: Share): string {
  const hundredths = Math.floor((part * 10_000) / whole);
  return `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, "0")} %`;
}

/** A threshold in percent as whole hundredths. Throws RangeError outside 0 to 100, or with more than two decimals. */
function toHundredths(percent: number): number {
  const hundredths = Math.round(percent * 100);
  if (!(percent >= 0 && percent <= 100) || Math.abs(percent * 100 - hundredths) > 1e-6)
    throw new RangeError(`a threshold is a percentage from 0 to 100 with at most two decimals; got ${percent}`);
  return hundredths;
}

/**
 * How much of the whole the part must be: the least whole number that reaches `percent`, by integer arithmetic.
 * Example: `leastPart(4210, 80)` is 3368. Throws RangeError for a threshold that is no percentage.
 */
export function leastPart(whole: number, percent: number): number {
  const product = BigInt(whole) * BigInt(toHundredths(percent));
  return Number((product + 9999n) / 10_000n);
}

/** "4,210": whole numbers with commas, the same on every machine. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** "1 file", "1,204 files". */
export function countOf(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}
