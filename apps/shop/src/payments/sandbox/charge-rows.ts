import type { ChargeOutcome } from "../domain/charge-outcome.ts";
import type { ChallengeView } from "../domain/payment-types.ts";
import type { DeclineReason } from "../domain/test-cards.ts";

/** A row of `sandbox_charges`. */
export interface ChargeRow {
  readonly order_id: string;
  readonly amount_minor: string;
  readonly currency: string;
  readonly status: "approved" | "declined" | "challenged" | "voided";
  readonly decline_reason: DeclineReason | null;
  readonly challenge_id: string | null;
  readonly challenge_expires_at: Date | null;
}

/** Columns of ChargeRow. */
export const CHARGE_COLUMNS =
  "order_id, amount_minor, currency, status, decline_reason, challenge_id, challenge_expires_at";

/** What a stored charge means. */
export function toOutcome(row: ChargeRow): ChargeOutcome {
  switch (row.status) {
    case "approved":
      return { kind: "approved" };
    case "declined":
      return { kind: "declined", reason: row.decline_reason ?? "card-declined" };
    case "challenged":
      return { kind: "action-required", challengeId: row.challenge_id ?? "" };
    case "voided":
      return { kind: "voided" };
  }
}

/** The bank's question as the buyer sees it. */
export function toChallenge(row: ChargeRow, now: Date): ChallengeView {
  const isOver = row.challenge_expires_at !== null && row.challenge_expires_at <= now;
  const open = isOver ? "expired" : "open";
  return {
    id: row.challenge_id ?? "",
    orderId: row.order_id,
    amount: { amount: Number(row.amount_minor), currency: row.currency },
    status: row.status === "challenged" ? open : row.status === "approved" ? "approved" : "declined",
  };
}
