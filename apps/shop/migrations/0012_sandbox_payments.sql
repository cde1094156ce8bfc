-- The sandbox payment provider's own books. It stands for a company elsewhere: nothing here refers to the shop's tables,
-- and no card number, security code or name is kept.

CREATE TABLE sandbox_payment_tokens (
  token text PRIMARY KEY,
  behaviour text NOT NULL,
  brand text NOT NULL,
  last4 char(4) NOT NULL,
  expires_at timestamptz NOT NULL,
  -- The order that used it; a token serves once.
  used_by text
);

CREATE TABLE sandbox_charges (
  -- One charge per order, however often it is asked for.
  order_id text PRIMARY KEY,
  amount_minor bigint NOT NULL CHECK (amount_minor >= 0),
  currency char(3) NOT NULL,
  status text NOT NULL CHECK (status IN ('approved', 'declined', 'challenged', 'voided')),
  decline_reason text,
  challenge_id text UNIQUE,
  challenge_expires_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now()
);
