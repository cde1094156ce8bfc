import { randomBytes } from "node:crypto";
import { err, ok } from "@ecommerce-cart/result";
import type { Database, Statement } from "../../platform/database.ts";
import { TEST_CARDS, type CardBehaviour, type DeclineReason } from "../domain/test-cards.ts";
import type { ChargeRequest, PaymentProvider } from "../use-cases/payment-provider.ts";
import { CHARGE_COLUMNS, toChallenge, toOutcome, type ChargeRow } from "./charge-rows.ts";

/** Milliseconds for which a token can be charged. */
export const TOKEN_LIFETIME_MS = 30 * 60_000;

/** Milliseconds for which the bank waits for the buyer's answer. */
export const CHALLENGE_LIFETIME_MS = 15 * 60_000;

const INSERT_TOKEN: Statement = {
  name: "sandbox_token_insert",
  text: `INSERT INTO sandbox_payment_tokens (token, behaviour, brand, last4, expires_at) VALUES ($1, $2, $3, $4, $5)`,
};
const SELECT_TOKEN: Statement = {
  name: "sandbox_token_select",
  text: "SELECT token FROM sandbox_payment_tokens WHERE token = $1 AND used_by IS NULL AND expires_at > $2",
};
const USE_TOKEN: Statement = {
  name: "sandbox_token_use",
  text: `UPDATE sandbox_payment_tokens SET used_by = $1 WHERE token = $2 AND used_by IS NULL AND expires_at > $3
    RETURNING behaviour`,
};
const INSERT_CHARGE: Statement = {
  name: "sandbox_charge_insert",
  text: `INSERT INTO sandbox_charges
      (order_id, amount_minor, currency, status, decline_reason, challenge_id, challenge_expires_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (order_id) DO NOTHING`,
};
const SELECT_CHARGE: Statement = {
  name: "sandbox_charge_select",
  text: `SELECT ${CHARGE_COLUMNS} FROM sandbox_charges WHERE order_id = $1`,
};
const LOCK_CHARGE: Statement = { name: "sandbox_charge_lock", text: `${SELECT_CHARGE.text} FOR UPDATE` };
const SELECT_CHALLENGE: Statement = {
  name: "sandbox_challenge_select",
  text: `SELECT ${CHARGE_COLUMNS} FROM sandbox_charges WHERE challenge_id = $1`,
};
const EXPIRE_CHALLENGE: Statement = {
  name: "sandbox_challenge_expire",
  text: `UPDATE sandbox_charges SET status = 'declined', decline_reason = 'authentication-failed'
    WHERE order_id = $1 AND status = 'challenged' AND challenge_expires_at <= $2`,
};
const ANSWER_CHALLENGE: Statement = {
  name: "sandbox_challenge_answer",
  text: `UPDATE sandbox_charges SET status = $2, decline_reason = $3
    WHERE challenge_id = $1 AND status = 'challenged' AND challenge_expires_at > $4 RETURNING ${CHARGE_COLUMNS}`,
};

interface SandboxParts {
  readonly database: Database;
  readonly now: () => Date;
}

/**
 * A payment provider that moves no money: it takes the listed test cards alone and keeps its books in PostgreSQL
 * (migration 0012), in its own transactions, as a provider elsewhere would. No number, code or name is kept.
 */
export function createSandboxPaymentProvider(parts: SandboxParts): PaymentProvider {
  const { database, now } = parts;
  return {
    async createToken({ number }) {
      const card = TEST_CARDS.find((candidate) => candidate.number === number);
      if (card === undefined) return err({ kind: "card-not-accepted" });
      const { brand, behaviour } = card;
      const token = `tok_${randomBytes(24).toString("base64url")}`;
      const last4 = number.slice(-4);
      await database.query(INSERT_TOKEN, [token, behaviour, brand, last4, inMs(now(), TOKEN_LIFETIME_MS)]);
      return ok({ token, brand, last4 });
    },
    async isTokenUsable(token) {
      if (token.includes("\0")) return false;
      return (await database.query(SELECT_TOKEN, [token, now()])).length > 0;
    },
    charge: (request) => charge(parts, request),
    async settle({ orderId, amount }) {
      // Takes the charge's place where there is none, so that a late charge finds it and is not made.
      await database.query(INSERT_CHARGE, [orderId, amount.amount, amount.currency, "voided", null, null, null]);
      await database.query(EXPIRE_CHALLENGE, [orderId, now()]);
      return readOutcome(database, orderId);
    },
    async findChallenge(challengeId) {
      const [row] = await database.query<ChargeRow>(SELECT_CHALLENGE, [withoutNul(challengeId)]);
      return row === undefined ? null : toChallenge(row, now());
    },
    async answerChallenge(challengeId, decision) {
      const answer = decision === "approve" ? ["approved", null] : ["declined", "authentication-failed"];
      const id = withoutNul(challengeId);
      const [answered] = await database.query<ChargeRow>(ANSWER_CHALLENGE, [id, ...answer, now()]);
      if (answered !== undefined) return ok({ orderId: answered.order_id, outcome: toOutcome(answered) });
      const [closed] = await database.query<ChargeRow>(SELECT_CHALLENGE, [id]);
      if (closed === undefined) return err({ kind: "challenge-not-found" });
      return err({ kind: "challenge-closed", orderId: closed.order_id });
    },
  };
}

async function charge({ database, now }: SandboxParts, request: ChargeRequest) {
  const { orderId, token, amount } = request;
  await database.transaction(async (runner) => {
    const [earlier] = await runner.query<ChargeRow>(LOCK_CHARGE, [orderId]);
    if (earlier !== undefined) return ok(undefined);
    const [used] = await runner.query<{ behaviour: CardBehaviour }>(USE_TOKEN, [orderId, token, now()]);
    const { status, reason } = chargeFor(used?.behaviour ?? "payment-token-invalid");
    const challenge = status === "challenged" ? newChallenge(now()) : [null, null];
    await runner.query(INSERT_CHARGE, [orderId, amount.amount, amount.currency, status, reason, ...challenge]);
    return ok(undefined);
  });
  return readOutcome(database, orderId);
}

function chargeFor(behaviour: CardBehaviour): { status: ChargeRow["status"]; reason: DeclineReason | null } {
  if (behaviour === "approve") return { status: "approved", reason: null };
  return behaviour === "challenge" ? { status: "challenged", reason: null } : { status: "declined", reason: behaviour };
}

function newChallenge(now: Date): readonly unknown[] {
  return [`chl_${randomBytes(24).toString("base64url")}`, inMs(now, CHALLENGE_LIFETIME_MS)];
}

async function readOutcome(database: Database, orderId: string) {
  const [row] = await database.query<ChargeRow>(SELECT_CHARGE, [orderId]);
  if (row === undefined) throw new Error(`the charge of order ${orderId} is gone`);
  return toOutcome(row);
}

function inMs(now: Date, milliseconds: number): Date {
  return new Date(now.getTime() + milliseconds);
}

/** PostgreSQL takes no NUL in text; no id holds one. */
function withoutNul(id: string): string {
  return id.replaceAll("\0", "");
}
