import type { Money } from "../money/domain/money.ts";

const LOCALE = "en-IE";
const formats = new Map<string, Intl.NumberFormat>();

/** Writes an amount for people, exactly. Example: `{ amount: 123450, currency: "EUR" }` gives "€1,234.50". */
export function formatMoney({ amount, currency }: Money): string {
  const format = formatOf(currency);
  const digits = minorDigits(currency);
  const text = String(Math.abs(amount)).padStart(digits + 1, "0");
  const major = text.slice(0, text.length - digits);
  const decimal = digits === 0 ? major : `${major}.${text.slice(-digits)}`;
  return format.format(`${amount < 0 ? "-" : ""}${decimal}` as Intl.StringNumericLiteral);
}

/** How many digits the minor unit of a currency has: 2 for EUR, 0 for JPY. */
export function minorDigits(currency: string): number {
  return formatOf(currency).resolvedOptions().maximumFractionDigits ?? 2;
}

function formatOf(currency: string): Intl.NumberFormat {
  const known = formats.get(currency);
  if (known !== undefined) return known;
  const format = new Intl.NumberFormat(LOCALE, { style: "currency", currency });
  formats.set(currency, format);
  return format;
}
