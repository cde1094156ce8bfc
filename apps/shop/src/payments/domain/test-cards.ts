/** What the sandbox's bank says to a charge. */
export type DeclineReason =
  | "card-declined"
  | "insufficient-funds"
  | "processing-error"
  | "expired-card"
  | "payment-token-invalid"
  | "authentication-failed";

/** How a test card behaves: approved, challenged by its bank, or declined for a reason. */
export type CardBehaviour = "approve" | "challenge" | DeclineReason;

/** A number that the sandbox takes. It belongs to no person and moves no money. */
export interface TestCard {
  /** Digits only. */
  readonly number: string;
  readonly brand: "visa";
  readonly behaviour: CardBehaviour;
  /** What a page says about it. */
  readonly description: string;
}

/** Every card that the sandbox provider takes; any other number is refused. */
export const TEST_CARDS: readonly TestCard[] = [
  { number: "4242424242424242", brand: "visa", behaviour: "approve", description: "Payment is approved" },
  { number: "4000002760003184", brand: "visa", behaviour: "challenge", description: "The bank asks you to approve" },
  { number: "4000000000000002", brand: "visa", behaviour: "card-declined", description: "Card is declined" },
  { number: "4000000000009995", brand: "visa", behaviour: "insufficient-funds", description: "Insufficient funds" },
  { number: "4000000000000119", brand: "visa", behaviour: "processing-error", description: "Processing error" },
  { number: "4000000000000069", brand: "visa", behaviour: "expired-card", description: "Bank says expired" },
];
