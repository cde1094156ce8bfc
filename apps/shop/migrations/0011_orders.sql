-- Orders keep the prices at which they were bought. Stock is taken in the transaction that creates the order.

CREATE SEQUENCE order_numbers START 100001;

CREATE TABLE orders (
  -- Unguessable: it is what lets a guest read the order.
  id text PRIMARY KEY,
  number bigint NOT NULL UNIQUE DEFAULT nextval('order_numbers'),
  -- No foreign key: an order outlives its cart.
  cart_id uuid NOT NULL,
  idempotency_key text NOT NULL CONSTRAINT orders_idempotency_key UNIQUE,
  request_hash text NOT NULL,
  status text NOT NULL
    CHECK (status IN ('pending_payment', 'requires_action', 'paid', 'payment_failed', 'cancelled')),
  -- The status that the first request with the idempotency key was answered; repeats get the same.
  answered_status text,
  payment_failure text,
  challenge_id text,
  email text NOT NULL,
  shipping_address jsonb NOT NULL,
  currency char(3) NOT NULL,
  subtotal_minor bigint NOT NULL CHECK (subtotal_minor >= 0),
  shipping_minor bigint NOT NULL CHECK (shipping_minor >= 0),
  tax_minor bigint NOT NULL CHECK (tax_minor >= 0),
  total_minor bigint NOT NULL CHECK (total_minor = subtotal_minor + shipping_minor + tax_minor),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);

-- A cart is bought at most once; one whose payment failed may be tried again.
CREATE UNIQUE INDEX orders_one_per_cart ON orders (cart_id)
  WHERE status IN ('pending_payment', 'requires_action', 'paid');
CREATE INDEX orders_unfinished ON orders (created_at, id) WHERE status IN ('pending_payment', 'requires_action');

CREATE TABLE order_lines (
  order_id text NOT NULL REFERENCES orders (id),
  position integer NOT NULL,
  id uuid NOT NULL,
  variant_id text NOT NULL REFERENCES variants (id),
  sku text NOT NULL,
  product_title text NOT NULL,
  variant_title text NOT NULL,
  quantity integer NOT NULL CHECK (quantity > 0),
  unit_price_minor bigint NOT NULL CHECK (unit_price_minor >= 0),
  total_minor bigint NOT NULL CHECK (total_minor = unit_price_minor * quantity),
  tax_minor bigint NOT NULL CHECK (tax_minor >= 0),
  PRIMARY KEY (order_id, position)
);
