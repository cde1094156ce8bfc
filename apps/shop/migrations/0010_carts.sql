-- Carts of guests: whoever knows the id may change the cart.

CREATE TABLE carts (
  id uuid PRIMARY KEY,
  currency char(3) NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  version integer NOT NULL DEFAULT 1,
  -- The order that is paid or being paid; a cart that has one takes no changes.
  order_id text,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE cart_lines (
  id uuid PRIMARY KEY,
  cart_id uuid NOT NULL REFERENCES carts (id) ON DELETE CASCADE,
  variant_id text NOT NULL REFERENCES variants (id),
  quantity integer NOT NULL CHECK (quantity BETWEEN 1 AND 99),
  position bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  UNIQUE (cart_id, variant_id)
);

CREATE INDEX cart_lines_variant ON cart_lines (variant_id);
