/**
 * An amount in the minor unit of its currency (cents, pence).
 * Example: `{ amount: 1250, currency: "GBP" }` is twelve pounds fifty.
 */
export interface Money {
  /** Integer, minor units. */
  readonly amount: number;
  /** ISO 4217 code, upper case. */
  readonly currency: string;
}
