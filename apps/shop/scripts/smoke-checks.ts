/** The shop that is asked, and what earlier checks saw there: "variant" and "cart". */
export interface SmokeVisit {
  /** Without "/" at its end: "http://localhost:3000". */
  readonly baseUrl: string;
  readonly seen: Map<string, string>;
}

/** One thing that must work; gives what was seen, throws what is wrong. */
export interface SmokeCheck {
  readonly name: string;
  readonly run: (visit: SmokeVisit) => Promise<string>;
}

const TIMEOUT_MS = 10_000;

/** What must work wherever the shop serves, in this order: a later check uses what an earlier one saw. */
export const SMOKE_CHECKS: readonly SmokeCheck[] = [
  { name: "health answers healthy or degraded", run: checkHealth },
  { name: "products are listed", run: checkProducts },
  { name: "a cart is created", run: createCart },
  { name: "a line is added", run: addLine },
  { name: "the cart holds what was added", run: readCart },
  { name: "an unknown product is a 404 problem", run: checkProblem },
  { name: "the start page shows the shop", run: checkPage },
];

async function checkHealth(visit: SmokeVisit): Promise<string> {
  const { status } = await json(await request(visit, "/health"), 200);
  if (status !== "healthy" && status !== "degraded") throw new Error(`status is ${JSON.stringify(status)}`);
  return String(status);
}

async function checkProducts(visit: SmokeVisit): Promise<string> {
  const { items, total } = await json(await request(visit, "/api/v1/products?limit=24"), 200);
  const products = items as readonly { variants: readonly { id: string; available: number }[] }[];
  const variant = products.flatMap(({ variants }) => variants).find(({ available }) => available >= 2);
  if (variant === undefined) throw new Error(`no variant to be bought among ${String(total)} products`);
  visit.seen.set("variant", variant.id);
  return `${String(total)} products`;
}

async function createCart(visit: SmokeVisit): Promise<string> {
  const answer = await request(visit, "/api/v1/carts", { method: "POST" });
  const { id } = await json(answer, 201);
  visit.seen.set("cart", String(id));
  return `ETag ${answer.headers.get("etag") ?? "missing"}`;
}

async function addLine(visit: SmokeVisit): Promise<string> {
  const answer = await request(visit, `/api/v1/carts/${visit.seen.get("cart") ?? "none"}/lines`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ variantId: visit.seen.get("variant") ?? "none", quantity: 2 }),
  });
  await json(answer, 200);
  return "2 units";
}

async function readCart(visit: SmokeVisit): Promise<string> {
  const cart = await json(await request(visit, `/api/v1/carts/${visit.seen.get("cart") ?? "none"}`), 200);
  const { lines, totals } = cart as unknown as CartBody;
  const [line] = lines;
  if (lines.length !== 1 || line?.quantity !== 2) throw new Error(`lines are ${JSON.stringify(lines)}`);
  const { subtotal, shipping, tax, total } = totals;
  if (subtotal.amount !== line.unitPrice.amount * 2) throw new Error("the subtotal is not the sum of the lines");
  if (subtotal.amount + shipping.amount + tax.amount !== total.amount) throw new Error("the totals do not add up");
  return `total ${total.amount} ${total.currency} in minor units`;
}

type Amount = { readonly amount: number; readonly currency: string };

interface CartBody {
  readonly lines: readonly { readonly quantity: number; readonly unitPrice: Amount }[];
  readonly totals: Readonly<Record<"subtotal" | "shipping" | "tax" | "total", Amount>>;
}

async function checkProblem(visit: SmokeVisit): Promise<string> {
  const answer = await request(visit, "/api/v1/products/no-such-product");
  const { type } = await json(answer, 404);
  const contentType = answer.headers.get("content-type") ?? "";
  if (!contentType.startsWith("application/problem+json")) throw new Error(`content type is ${contentType}`);
  return String(type);
}

async function checkPage(visit: SmokeVisit): Promise<string> {
  const answer = await request(visit, "/", { headers: { accept: "text/html" } });
  const html = await answer.text();
  const title = /<title>([^<]+)<\/title>/.exec(html)?.[1];
  if (answer.status !== 200 || title === undefined || !html.includes("</html>"))
    throw new Error(`status ${answer.status}, ${html.length} characters, no whole page`);
  return title;
}

function request({ baseUrl }: SmokeVisit, path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(baseUrl + path, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
}

async function json(answer: Response, status: number): Promise<Record<string, unknown>> {
  const text = await answer.text();
  if (answer.status !== status) throw new Error(`status ${answer.status}, expected ${status}: ${text.slice(0, 300)}`);
  return JSON.parse(text) as Record<string, unknown>;
}
