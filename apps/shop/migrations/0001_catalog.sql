-- The catalog: what can be bought, at which price, and how many are left.

CREATE TABLE categories (
  id text PRIMARY KEY,
  slug text NOT NULL UNIQUE,
  name text NOT NULL,
  position integer NOT NULL
);

CREATE TABLE products (
  id text PRIMARY KEY,
  slug text NOT NULL UNIQUE,
  title text NOT NULL,
  description text NOT NULL,
  category_id text NOT NULL REFERENCES categories (id),
  image_path text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  -- Two dictionaries: English finds "candle" in "candles"; simple keeps words that English drops, so that a word typed
  -- half ("can", a stop word) still finds "candle" by its beginning.
  search tsvector NOT NULL GENERATED ALWAYS AS (
    setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('simple', title), 'A')
    || setweight(to_tsvector('english', description), 'C')
  ) STORED
);

CREATE INDEX products_search ON products USING gin (search);
CREATE INDEX products_category ON products (category_id);
CREATE INDEX products_newest ON products (created_at DESC, id DESC);
-- The collation is named so that pages come in one order on every server, whatever its locale.
CREATE INDEX products_name ON products ((lower(title) COLLATE "C"), id);

CREATE TABLE variants (
  id text PRIMARY KEY,
  product_id text NOT NULL REFERENCES products (id),
  sku text NOT NULL UNIQUE,
  title text NOT NULL,
  price_minor integer NOT NULL CHECK (price_minor >= 0),
  currency char(3) NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  stock integer NOT NULL CHECK (stock >= 0),
  position integer NOT NULL
);

CREATE INDEX variants_product ON variants (product_id, position, id);
CREATE INDEX variants_product_price ON variants (product_id, price_minor);
