import type { FastifyRequest } from "fastify";
import type { CartView } from "../cart/domain/cart-view.ts";
import { CART_COOKIE, readCookie } from "./cookies.ts";
import type { PageFrame } from "./page-frame.ts";
import type { StorefrontOptions } from "./storefront-options.ts";

/** What is known of whoever asks for a page. */
export interface Visit {
  readonly frame: PageFrame;
  /** Their cart, also one that is ordered already; null where there is none. */
  readonly cart: CartView | null;
}

/** Reads the visitor's cart and the shelves. */
export async function openVisit(options: StorefrontOptions, request: FastifyRequest): Promise<Visit> {
  const [cart, categories] = await Promise.all([readCart(options, request), options.catalog.listCategories()]);
  return { cart, frame: { site: options.site, assets: options.assets, categories, cartCount: countUnits(cart) } };
}

async function readCart({ shop }: StorefrontOptions, request: FastifyRequest): Promise<CartView | null> {
  const cartId = readCookie(request, CART_COOKIE);
  if (cartId === undefined) return null;
  const cart = await shop.getCart(cartId);
  return cart.ok ? cart.value : null;
}

function countUnits(cart: CartView | null): number {
  if (cart === null || cart.isOrdered) return 0;
  return cart.lines.reduce((sum, line) => sum + line.quantity, 0);
}
