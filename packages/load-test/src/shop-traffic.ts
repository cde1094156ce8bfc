import type { Random } from "./arrivals.ts";

/** One HTTP request to the shop. */
export interface ShopRequest {
  /** With placeholders, as the shop names it: "POST /api/v1/carts/:id/lines". */
  readonly route: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON; left out for GET. */
  readonly body?: string;
  readonly expectedStatus: number;
  /** Told the body of an expected answer. */
  readonly learn: (body: unknown) => void;
}

/** What a shop sells, as its own API lists it. */
export interface OfferedGoods {
  readonly productIds: readonly string[];
  /** Variants that can be bought. */
  readonly variantIds: readonly string[];
  /** Words of product titles. */
  readonly words: readonly string[];
}

type StepName =
  | "listProducts"
  | "search"
  | "readProduct"
  | "listCategories"
  | "createCart"
  | "addLine"
  | "readCart"
  | "createToken"
  | "checkout";

/** Of one hundred requests: most people look, some fill a cart, few buy. */
const MIX: readonly (readonly [StepName, number])[] = [
  ["listProducts", 28],
  ["search", 14],
  ["readProduct", 26],
  ["listCategories", 6],
  ["createCart", 7],
  ["addLine", 11],
  ["readCart", 4],
  ["createToken", 2],
  ["checkout", 2],
];

const MOST_KEPT = 200;
const LINES_PER_CART = 2;
const SORTS = ["newest", "price-asc", "price-desc", "name"];

interface OpenCart {
  readonly id: string;
  readonly lineCount: number;
}

/**
 * Draws requests as many shoppers together make them. The same seed draws the same steps; where a step lacks what comes
 * before it (a checkout without a filled cart), that is done instead.
 */
export class ShopTraffic {
  readonly #goods: OfferedGoods;
  #random: Random;
  readonly #openCarts: OpenCart[] = [];
  readonly #filledCarts: string[] = [];
  readonly #tokens: string[] = [];
  #orderCount = 0;
  readonly #name: string;

  /** `name` makes the keys of orders unique among loads on one shop. */
  constructor(goods: OfferedGoods, name: string, random: Random) {
    this.#goods = goods;
    this.#name = name;
    this.#random = random;
  }

  /** Draws from `random` from here on; carts and tokens are kept. */
  drawFrom(random: Random): void {
    this.#random = random;
  }

  /** The next request, of any kind. */
  next(): ShopRequest {
    let rest = this.#random() * 100;
    const [step] = MIX.find(([, percent]) => (rest -= percent) < 0) ?? ["listProducts"];
    return this.#request(step);
  }

  #request(step: StepName): ShopRequest {
    const steps: Readonly<Record<StepName, () => ShopRequest>> = {
      listProducts: () => get("GET /api/v1/products", `/api/v1/products?limit=24&sort=${this.#pick(SORTS)}`),
      search: () => get("GET /api/v1/products?q", `/api/v1/products?q=${this.#pick(this.#goods.words)}`),
      readProduct: () => get("GET /api/v1/products/:id", `/api/v1/products/${this.#pick(this.#goods.productIds)}`),
      listCategories: () => get("GET /api/v1/categories", "/api/v1/categories"),
      createCart: () => this.#createCart(),
      addLine: () => this.#addLine(),
      readCart: () => this.#readCart(),
      createToken: () => this.#createToken(),
      checkout: () => this.#checkout(),
    };
    return steps[step]();
  }

  #createCart(): ShopRequest {
    const learn = (body: unknown): void => keep(this.#openCarts, { id: idOf(body), lineCount: 0 });
    return post("/api/v1/carts", { body: {}, expectedStatus: 201, learn });
  }

  /** The cart is nobody else's until the line is in it. */
  #addLine(): ShopRequest {
    const variantId = this.#pick(this.#goods.variantIds);
    const cart = this.#openCarts.shift();
    if (cart === undefined) return this.#createCart();
    const learn = (): void => {
      const lineCount = cart.lineCount + 1;
      if (lineCount < LINES_PER_CART) keep(this.#openCarts, { id: cart.id, lineCount });
      else keep(this.#filledCarts, cart.id);
    };
    const route = "POST /api/v1/carts/:id/lines";
    return {
      ...post(`/api/v1/carts/${cart.id}/lines`, { body: { variantId, quantity: 1 }, expectedStatus: 200, learn }),
      route,
    };
  }

  #readCart(): ShopRequest {
    const place = this.#random();
    const id = this.#filledCarts[Math.floor(place * this.#filledCarts.length)];
    return id === undefined ? this.#addLine() : get("GET /api/v1/carts/:id", `/api/v1/carts/${id}`);
  }

  #createToken(): ShopRequest {
    const learn = (body: unknown): void => keep(this.#tokens, idOf(body));
    return post("/api/v1/payment-tokens", { body: APPROVED_CARD, expectedStatus: 201, learn });
  }

  #checkout(): ShopRequest {
    if (this.#filledCarts.length === 0) return this.#addLine();
    const paymentToken = this.#tokens.shift();
    if (paymentToken === undefined) return this.#createToken();
    const cartId = this.#filledCarts.shift();
    const body = { cartId, email: "load@example.com", shippingAddress: ADDRESS, paymentToken };
    const request = post("/api/v1/checkouts", { body, expectedStatus: 201, learn: () => undefined });
    this.#orderCount += 1;
    const key = `${this.#name}-${this.#orderCount}`;
    return { ...request, headers: { ...request.headers, "idempotency-key": key } };
  }

  #pick(from: readonly string[]): string {
    return from[Math.floor(this.#random() * from.length)] ?? "";
  }
}

/** The sandbox's card whose payments are approved. */
const APPROVED_CARD = {
  number: "4242424242424242",
  expMonth: 12,
  expYear: new Date().getUTCFullYear() + 2,
  cvc: "123",
  name: "Ada Lovelace",
};
const ADDRESS = { name: "Ada Lovelace", line1: "1 Analytical Row", city: "London", postalCode: "W1", country: "GB" };

function get(route: string, path: string): ShopRequest {
  return { route, path, headers: {}, expectedStatus: 200, learn: () => undefined };
}

function post(
  path: string,
  { body, ...rest }: { readonly body: object } & Pick<ShopRequest, "expectedStatus" | "learn">,
): ShopRequest {
  const headers = { "content-type": "application/json" };
  return { route: `POST ${path}`, path, headers, body: JSON.stringify(body), ...rest };
}

/** Shoppers who left their cart long ago are forgotten. */
function keep<T>(list: T[], item: T): void {
  list.push(item);
  if (list.length > MOST_KEPT) list.shift();
}

function idOf(body: unknown): string {
  const found = body as { readonly id?: unknown; readonly token?: unknown };
  return String(found.id ?? found.token);
}
