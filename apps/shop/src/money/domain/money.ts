/**
 * An amount in the minor unit of its currency (cents).
 * Example: `{ amount: 1250, currency: "EUR" }` is 12.50 euros.
 */
export interface Money {
  /** Safe integer, minor units. */
  readonly amount: number;
  /** ISO 4217 code, upper case. */
  readonly currency: string;
}

/**
 * Makes an amount of money.
 * Throws RangeError when `amount` is no safe integer or `currency` no ISO 4217 code: both are the caller's bugs.
 */
export function money(amount: number, currency: string): Money {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`${amount} is no whole number of minor units`);
  if (!/^[A-Z]{3}$/.test(currency)) throw new RangeError(`"${currency}" is no ISO 4217 code`);
  return { amount, currency };
}
