import type { Money } from "../../money/domain/money.ts";

/** A shelf of the shop. `slug` is what addresses and filters use. */
export interface Category {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
}

/** A category with the number of products on it. */
export interface CategoryCount extends Category {
  readonly productCount: number;
}

/** One thing that can be bought: a size or a colour of a product. */
export interface Variant {
  readonly id: string;
  readonly sku: string;
  readonly title: string;
  readonly price: Money;
  /** Units in stock, >= 0. */
  readonly stock: number;
}

/** A product with at least one variant; variants are in the order in which they are shown. */
export interface Product {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly description: string;
  readonly category: Category;
  /** Path of its picture on this site, starting with a slash. */
  readonly image: string;
  readonly variants: readonly Variant[];
}

/** Whether one unit of the variant can be bought now. */
export function isAvailable(variant: Variant): boolean {
  return variant.stock > 0;
}

/** Whether any variant of the product can be bought now. */
export function isInStock(product: Product): boolean {
  return product.variants.some(isAvailable);
}

/**
 * The price range of a product over its variants, sold out ones included.
 * Throws RangeError for a product without variants: the catalog never holds one.
 * Example: variants at 400 and 250 give `{ from: 250, to: 400 }` (as Money).
 */
export function priceRange(product: Product): { readonly from: Money; readonly to: Money } {
  const prices = product.variants.map((variant) => variant.price);
  const first = prices[0];
  if (first === undefined) throw new RangeError(`product ${product.id} has no variant`);
  const from = prices.reduce((low, price) => (price.amount < low.amount ? price : low), first);
  const to = prices.reduce((high, price) => (price.amount > high.amount ? price : high), first);
  return { from, to };
}
