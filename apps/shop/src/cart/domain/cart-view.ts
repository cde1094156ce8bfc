import type { Money } from "../../money/domain/money.ts";

/** What a shopper pays: `total` = `subtotal` + `shipping` + `tax`, to the minor unit. */
export interface Totals {
  /** Sum of the lines' totals, before tax. */
  readonly subtotal: Money;
  readonly shipping: Money;
  /** Tax on goods and shipping, added to the prices. */
  readonly tax: Money;
  readonly total: Money;
}

/** One line of a cart at the price of this moment. */
export interface CartLineView {
  readonly id: string;
  readonly variantId: string;
  readonly sku: string;
  readonly productId: string;
  readonly productSlug: string;
  readonly productTitle: string;
  readonly variantTitle: string;
  /** Path of the product's picture on this site. */
  readonly imagePath: string;
  /** 1 to 99. */
  readonly quantity: number;
  readonly unitPrice: Money;
  /** `unitPrice` times `quantity`. */
  readonly total: Money;
  /** Units in stock now; fewer than `quantity` means that a checkout would be refused. */
  readonly available: number;
}

/** A cart as everybody outside sees it; lines in the order in which they were added. */
export interface CartView {
  readonly id: string;
  /** Rises with every change; the ETag of the cart. */
  readonly version: number;
  readonly currency: string;
  /** True while an order of this cart is paid or being paid: the cart takes no more changes. */
  readonly isOrdered: boolean;
  readonly lines: readonly CartLineView[];
  readonly totals: Totals;
}
